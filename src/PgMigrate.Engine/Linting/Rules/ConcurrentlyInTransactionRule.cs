using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A statement that refuses transactions stands in one.</summary>
internal sealed class ConcurrentlyInTransactionRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "concurrently-in-transaction",
        Title = "CONCURRENTLY and the like inside a transaction",
        Triggers = "A statement that cannot run in a transaction block (CREATE INDEX CONCURRENTLY, VACUUM, ALTER SYSTEM, …) between BEGIN and COMMIT, or in a file whose head says -- @transaction: transactional.",
        Effect = "PostgreSQL refuses it with 25001 (active SQL transaction), and the migration fails.",
        Instead = "Take it out of the transaction: remove BEGIN and COMMIT, or write -- @transaction: none.",
        Targets = [SqlTarget.PostgreSql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["ban-concurrent-index-creation-in-transaction", "PG103"],
        SkipsBodies = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Traits.Reason is { } reason && context.Transactions.IsInside(statement))
        {
            context.Report(this, statement, statement.Parsed.Head, $"{reason}, and this one is.");
        }
    }
}
