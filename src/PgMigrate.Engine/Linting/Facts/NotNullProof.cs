using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>Reads which columns a CHECK proves never to be NULL.</summary>
internal static class NotNullProof
{
    /// <summary>The columns of <c>a IS NOT NULL AND b IS NOT NULL</c>, whatever its parentheses; none for any other expression.</summary>
    /// <param name="expression">The expression's text.</param>
    public static IReadOnlyList<string> ColumnsOf(ReadOnlySpan<char> expression)
    {
        var columns = new List<string>();
        var reader = new StatementReader(expression);
        do
        {
            SkipAll(ref reader, SqlTokenKind.LeftParenthesis);
            if (!ObjectName.TryRead(ref reader, out ObjectName column))
            {
                return [];
            }

            SkipAll(ref reader, SqlTokenKind.RightParenthesis);
            if (!reader.Accept("IS", "NOT", "NULL"))
            {
                return [];
            }

            columns.Add(column.Name);
            SkipAll(ref reader, SqlTokenKind.RightParenthesis);
        }
        while (reader.Accept("AND"));
        return reader.AtEnd ? columns : [];
    }

    private static void SkipAll(ref StatementReader reader, SqlTokenKind kind)
    {
        while (reader.Accept(kind))
        {
        }
    }
}
