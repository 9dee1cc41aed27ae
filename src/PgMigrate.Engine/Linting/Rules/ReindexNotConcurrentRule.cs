using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index is rebuilt while writers wait.</summary>
internal sealed class ReindexNotConcurrentRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "reindex-not-concurrent",
        Title = "REINDEX without CONCURRENTLY",
        Triggers = "REINDEX without CONCURRENTLY.",
        Effect = "Writes to the table and every query that would use the index wait until it is rebuilt.",
        Instead = "Write REINDEX … CONCURRENTLY (PostgreSQL 12 and newer) in a migration of its own.",
        Targets = [SqlTarget.PostgreSql],
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["require-concurrent-reindex", "reindex-non-concurrent"],
        Lock = "ACCESS EXCLUSIVE (index), SHARE (table)",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is MaintenanceStatement { Command: "REINDEX", IsConcurrent: false } reindex)
        {
            context.Report(this, statement, reindex.Head, $"Rebuilding {(reindex.Target is { } target ? target.ToString() : "indexes")} blocks writes and queries until it is done.");
        }
    }
}
