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
        EnumValueUses values = context.EnumValues;
        foreach (LintStatement statement in context.Statements)
        {
            // The statements of a transaction stand together: when the first use is not in it, no later one is.
            if (values.AddedBy(statement.Index) is { } value && values.FirstUseAfter(value, statement.Index) is var at and >= 0
                && context.Statements[at] is var use && context.Transactions.AreTogether(statement, use))
            {
                context.Report(this, use, use.Parsed.Head, $"'{value}' was added in this same transaction (line {statement.Statement.Position.Line}) and cannot be used before its end.");
            }
        }
    }
}
