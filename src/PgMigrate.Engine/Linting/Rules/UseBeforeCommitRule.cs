using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An enum value is used where it was added.</summary>
internal sealed class UseBeforeCommitRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "use-before-commit",
        Title = "New enum value used in its own transaction",
        Triggers = "ALTER TYPE … ADD VALUE between BEGIN and COMMIT, or in a file whose head says -- @transaction: transactional, and the value in a later statement of the same transaction.",
        Effect = "PostgreSQL refuses it with 55P04 (unsafe use of new value).",
        Instead = "Put the two into two migrations, or write -- @transaction: none.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        foreach (LintStatement statement in context.Statements)
        {
            if (EnumValues.AddedBy(statement.Statement) is { } value
                && context.Statements.FirstOrDefault(later => later.Index > statement.Index && context.Transactions.AreTogether(statement, later) && EnumValues.Mentions(later.Statement, value)) is { } use)
            {
                context.Report(this, use, use.Parsed.Head, $"'{value}' was added in this same transaction (line {statement.Statement.Position.Line}) and cannot be used before its end.");
            }
        }
    }
}
