using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>ADD COLUMN with its type alone, then the default for new rows. A comment says what is left to do for the rows there are.</summary>
internal static class AddColumnFix
{
    /// <summary>For Aurora DSQL: the rows have to be filled by the key, 3,000 at most at a time, and the script does not know the key.</summary>
    public static LintFix? ForDsql(LintStatement statement, AlterTableStatement alter, LintContext context) => Of(
        statement, alter, context,
        part => $"Fill the rows there are in ranges of the key, 3,000 rows at most each: UPDATE {part.Table} SET {part.Name} = {part.Expression} WHERE {part.Name} IS NULL AND …",
        part => $"Then, for NOT NULL: ALTER TABLE {part.Table} ADD CONSTRAINT … CHECK ({part.Name} IS NOT NULL) NOT VALID; and validate it with ALTER TABLE ASYNC.");

    /// <summary>For PostgreSQL: no rewrite, and no lock while the rows are filled.</summary>
    public static LintFix? ForPostgres(LintStatement statement, AlterTableStatement alter, LintContext context) => Of(
        statement, alter, context,
        part => $"In a later migration, fill the rows there are in batches: UPDATE {part.Table} SET {part.Name} = {part.Expression} WHERE {part.Name} IS NULL, with -- @batch: 1000 by the key before it.",
        part => $"Then, for NOT NULL: CHECK ({part.Name} IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT, SET NOT NULL.");

    /// <summary>Null when more than a default and NOT NULL is asked for.</summary>
    private static LintFix? Of(
        LintStatement statement, AlterTableStatement alter, LintContext context, Func<(string Table, string Name, string Expression), string> fill, Func<(string Table, string Name, string Expression), string> require)
    {
        if (alter.Actions is not [{ Column: { } column }]
            || column.Find(ColumnConstraintKind.Default)?.Expression is not { Length: > 0 } value
            || column.Constraints.Any(constraint => constraint.Kind is not ColumnConstraintKind.Default and not ColumnConstraintKind.NotNull and not ColumnConstraintKind.Null)
            || StatementStart.OfAlterTable(statement) is not { } start)
        {
            return null;
        }

        StatementReader reader = statement.ReadFrom(column.Span.Start);
        ObjectName.ReadPart(ref reader);
        var part = (Table: statement.Words(alter.Table.Span), Name: statement.Words(new TextSpan(column.Span.Start, reader.PreviousEnd)), Expression: statement.Words(value));
        string todo = fill(part) + (column.Has(ColumnConstraintKind.NotNull) ? "\n" + require(part) : "");
        return new StatementEdits(statement)
            .Replace(new TextSpan(column.Type.Span.End, statement.Statement.Length), $";\n{start}{part.Table} ALTER COLUMN {part.Name} SET DEFAULT {part.Expression}")
            .Add(ScriptPlace.CommentAfter(statement, context, Line(todo)))
            .Build("Add the column with its type alone, then its default", FixSafety.ReviewNeeded);
    }

    /// <summary>For a comment: an expression may hold line ends.</summary>
    private static string Line(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
