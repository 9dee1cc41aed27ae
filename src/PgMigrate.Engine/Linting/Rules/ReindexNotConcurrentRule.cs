using PgMigrate.Engine.Linting.Fixing;
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
        Rewrite = "Adds CONCURRENTLY to REINDEX INDEX, TABLE, SCHEMA and DATABASE without options. Safe where the statement is alone in the script. Beside others it needs review, for the script is no longer one transaction; never between BEGIN and COMMIT or under -- @transaction: transactional.",
        Targets = [SqlTarget.PostgreSql],
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["require-concurrent-reindex", "reindex-non-concurrent"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE (index), SHARE (table)",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is MaintenanceStatement { Command: "REINDEX", IsConcurrent: false } reindex)
        {
            context.Report(this, statement, reindex.Head, $"Rebuilding {(reindex.Target is { } target ? target.ToString() : "indexes")} blocks writes and queries until it is done.", rewrite: Rewrite(statement, context), table: reindex.Target is { } named ? context.Schema.TableOfIndex(named.Name) ?? context.Schema.Find(named.Name) : null);
        }
    }

    private static LintFix? Rewrite(LintStatement statement, LintContext context)
    {
        string[] kinds = ["INDEX", "TABLE", "SCHEMA", "DATABASE"];
        return kinds.Select(kind => WordFixes.Concurrently(statement, context, isSafe: true, "REINDEX", kind)).FirstOrDefault(fix => fix is not null);
    }
}
