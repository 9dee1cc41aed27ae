using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A password stands in the SQL.</summary>
internal sealed class PasswordInTextRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "password-in-text",
        Title = "Password in the SQL text",
        Triggers = "A literal after PASSWORD, a connection string with a password, or a URI with one.",
        Effect = "The file is in version control and the statement in server logs, for everybody to read.",
        Instead = "Set the password outside of migrations, or fill it in by a variable: PASSWORD :'app_password'.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["RX001"],
        ChecksRoutines = true,
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.HoldsSecret)
        {
            context.Report(this, statement, statement.Parsed.Head, "A password stands in this statement.");
        }
    }
}
