using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index is dropped while everybody waits.</summary>
internal sealed class DropIndexNotConcurrentRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "drop-index-not-concurrent",
        Title = "DROP INDEX without CONCURRENTLY",
        Triggers = "DROP INDEX without CONCURRENTLY, unless this script created its table.",
        Effect = "The index's table is locked against reads and writes. The drop itself is short, but it waits for every transaction that uses the table, and all others wait behind it.",
        Instead = "Write DROP INDEX CONCURRENTLY in a migration of its own: it cannot run in a transaction.",
        Rewrite = "Adds CONCURRENTLY to the drop of one index without CASCADE. Safe where the statement is alone in the script. Beside others it needs review, for the script is no longer one transaction; never between BEGIN and COMMIT or under -- @transaction: transactional.",
        Targets = [SqlTarget.PostgreSql],
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["require-concurrent-index-deletion", "remove_index", "PG102"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DropStatement { ObjectType: "INDEX", IsConcurrent: false } drop && !AreOfNewTables(drop.Names, context))
        {
            context.Report(this, statement, drop.Head, $"Dropping {string.Join(", ", drop.Names)} blocks reads and writes of {TableOf(drop, context)}.", rewrite: Rewrite(statement, drop, context));
        }
    }

    private static bool AreOfNewTables(IReadOnlyList<TableReference> indexes, LintContext context) => indexes.All(index => IsOfNewTable(index, context));

    private static bool IsOfNewTable(TableReference index, LintContext context) =>
        context.Schema.TableOfIndex(index.Name) is { } table && context.Tables.Contains(table.Name);

    private static string TableOf(DropStatement drop, LintContext context) =>
        drop.Names is [{ } index] && context.Schema.TableOfIndex(index.Name) is { } table ? table.Name.Name : "its table";

    private static LintFix? Rewrite(LintStatement statement, DropStatement drop, LintContext context) =>
        drop is { Names.Count: 1, IsCascade: false } ? WordFixes.Concurrently(statement, context, isSafe: true, "INDEX") : null;
}
