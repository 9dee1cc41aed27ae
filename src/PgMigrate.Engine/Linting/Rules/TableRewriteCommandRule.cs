using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A command rewrites a table under lock.</summary>
internal sealed class TableRewriteCommandRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "table-rewrite-command",
        Title = "VACUUM FULL, CLUSTER or REPACK",
        Triggers = "VACUUM FULL, CLUSTER and REPACK without CONCURRENTLY.",
        Effect = "The whole table is written anew while nobody can read or write it, and needs its size again on disk.",
        Instead = "Use the pg_repack extension, or REPACK (CONCURRENTLY) on PostgreSQL 19 and newer.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["prefer-repack", "vacuum-full"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is MaintenanceStatement { IsFull: true } or MaintenanceStatement { Command: "CLUSTER" } or MaintenanceStatement { Command: "REPACK", IsConcurrent: false })
        {
            context.Report(this, statement, statement.Parsed.Head, $"{((MaintenanceStatement)statement.Parsed).Target?.ToString() ?? "Every table"} is rewritten while nobody can use it.", table: ((MaintenanceStatement)statement.Parsed).Target is { } named ? context.Schema.Find(named.Name) : null);
        }
    }
}
