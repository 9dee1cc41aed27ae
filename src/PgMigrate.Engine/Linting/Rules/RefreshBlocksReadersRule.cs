using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A materialized view is refreshed while readers wait.</summary>
internal sealed class RefreshBlocksReadersRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "refresh-blocks-readers",
        Title = "REFRESH MATERIALIZED VIEW without CONCURRENTLY",
        Triggers = "REFRESH MATERIALIZED VIEW without CONCURRENTLY of a view that this script did not create.",
        Effect = "Nobody can read the view until it is refreshed.",
        Instead = "REFRESH MATERIALIZED VIEW CONCURRENTLY; the view needs a unique index for it.",
        Rewrite = "Adds CONCURRENTLY. It needs review: the view must have a unique index.",
        Targets = [SqlTarget.PostgreSql],
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["refresh-matview-blocking", "refresh-matview-concurrent"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is MaintenanceStatement { Command: "REFRESH MATERIALIZED VIEW", IsConcurrent: false, Target: { } view } refresh && !context.Tables.Contains(view))
        {
            context.Report(this, statement, refresh.Head, $"Nobody can read {view} until it is refreshed.", rewrite: WordFixes.Concurrently(statement, context, isSafe: false, "REFRESH", "MATERIALIZED", "VIEW"));
        }
    }
}
