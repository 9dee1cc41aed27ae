using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index is built while writers wait.</summary>
internal sealed class IndexNotConcurrentRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "index-not-concurrent",
        Title = "CREATE INDEX without CONCURRENTLY",
        Triggers = "CREATE INDEX without CONCURRENTLY on a table that this script did not create.",
        Effect = "The table is locked against writes until the index is built, which takes minutes on a large table.",
        Instead = "Write CREATE INDEX CONCURRENTLY in a migration of its own: it cannot run in a transaction.",
        Rewrite = "Adds CONCURRENTLY, or puts it in the place of ASYNC. Safe where the statement is alone in the script. Beside others it needs review, for the script is no longer one transaction; never between BEGIN and COMMIT or under -- @transaction: transactional. A partitioned table refuses it; ON ONLY, which such a table has, is left as it is.",
        Targets = [SqlTarget.PostgreSql],
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["require-concurrent-index-creation", "create-index-not-concurrent", "add_index", "E6", "PG101"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "SHARE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateIndexStatement { IsConcurrent: false } index && !context.Tables.Contains(index.Table)
            && context.Schema.Find(index.Table.Name) is var table && !NoEffect.Of(index, table))
        {
            context.Report(this, statement, index.Head, $"Building {index.Name ?? "this index"} blocks writes to {index.Table} until it is done.", rewrite: Rewrite(statement, index, context), table: table);
        }
    }

    private static LintFix? Rewrite(LintStatement statement, CreateIndexStatement index, LintContext context)
    {
        StatementReader reader = statement.Read();
        bool isPartitioned = reader.SkipTo("ONLY") && reader.Current.Start < index.Table.Span.Start;
        return isPartitioned ? null : WordFixes.Concurrently(statement, context, isSafe: true, "INDEX");
    }
}
