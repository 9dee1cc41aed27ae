using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A statement that changes more rows than one transaction may.</summary>
internal sealed class DsqlRowLimitRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-row-limit",
        Title = "More than 3,000 rows in one transaction",
        Triggers = "INSERT with more than 3,000 rows of VALUES, COPY data of more than 3,000 lines, and UPDATE or DELETE without WHERE and without -- @batch.",
        Effect = "DSQL refuses with 54000, \"transaction row limit exceeded\", when a transaction changes more than 3,000 rows; the whole statement is undone.",
        Instead = "Write -- @batch: 1000 by id, with the table's key, on the line before an UPDATE or DELETE: it is then run in ranges of the key. Split an INSERT.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Warning,
        Aliases = [],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10. Exactly 3,000 is fine; secondary indexes do not count; rows that a foreign key's action changes do.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DataChangeStatement change && !context.Batches.ContainsKey(statement.Statement) && Problem(statement, change) is { } problem)
        {
            context.Report(this, statement, change.Head, problem);
        }
    }

    private const int MostRows = 3000;

    private static string? Problem(LintStatement statement, DataChangeStatement change) => change.Kind switch
    {
        DataChangeKind.Update or DataChangeKind.Delete when !change.HasWhere => $"This fails when {change.Table} has more than {MostRows} rows.",
        DataChangeKind.Insert when !change.IsFromQuery && CountRows(statement.Read()) is > MostRows and var rows => $"This inserts {rows} rows; DSQL takes {MostRows} in one transaction.",
        DataChangeKind.Copy when statement.Statement.CopyData is { } data && data.Span.Count('\n') > MostRows => $"This copies more than {MostRows} rows.",
        _ => null,
    };

    /// <summary>Rows in the VALUES list of an INSERT; 0 when it has none.</summary>
    internal static int CountRows(StatementReader reader)
    {
        int rows = 0;
        if (reader.SkipTo("VALUES"))
        {
            reader.Advance();
            while (reader.SkipParentheses())
            {
                rows++;
                if (!reader.Accept(SqlTokenKind.Comma))
                {
                    break;
                }
            }
        }

        return rows;
    }
}
