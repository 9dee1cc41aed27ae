using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index is dropped concurrently.</summary>
internal sealed class DsqlDropIndexConcurrentlyRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-drop-index-concurrently",
        Title = "DROP INDEX CONCURRENTLY",
        Triggers = "DROP INDEX with CONCURRENTLY.",
        Effect = "DSQL refuses with 0A000: \"CONCURRENTLY not supported for DROP INDEX\".",
        Instead = "Write DROP INDEX: DSQL takes no locks that others wait for.",
        Rewrite = "Removes CONCURRENTLY. Safe.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: the grammar that AWS's linter learned from a cluster, which has no such form.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DropStatement { ObjectType: "INDEX", IsConcurrent: true } drop)
        {
            context.Report(this, statement, drop.Head, "DSQL knows no DROP INDEX CONCURRENTLY.", rewrite: WordFixes.NotConcurrently(statement));
        }
    }
}
