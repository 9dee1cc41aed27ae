using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A DO block.</summary>
internal sealed class DsqlDoBlockRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-do-block",
        Title = "DO block",
        Triggers = "A DO statement.",
        Effect = "DSQL has no PL/pgSQL and refuses DO.",
        Instead = "Write plain statements with IF NOT EXISTS.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "The exact message of the service is not known.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DoStatement block)
        {
            context.Report(this, statement, block.Head, "DSQL runs no DO blocks.");
        }
    }
}
