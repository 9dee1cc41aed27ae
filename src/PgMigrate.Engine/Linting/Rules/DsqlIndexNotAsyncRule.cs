using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index is not built in the background.</summary>
internal sealed class DsqlIndexNotAsyncRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-index-not-async",
        Title = "CREATE INDEX without ASYNC",
        Triggers = "CREATE INDEX without ASYNC, also with CONCURRENTLY.",
        Effect = "DSQL refuses with 0A000: \"unsupported mode. please use CREATE INDEX ASYNC\".",
        Instead = "Write CREATE INDEX ASYNC; the run waits for the job and looks whether the index is valid.",
        Rewrite = "Adds ASYNC, or puts it in the place of CONCURRENTLY. Safe.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["index_async", "index_concurrently"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateIndexStatement { IsAsync: false } index)
        {
            context.Report(this, statement, index.Head, "DSQL builds indexes with CREATE INDEX ASYNC alone.", rewrite: WordFixes.Async(statement, "INDEX"));
        }
    }
}
