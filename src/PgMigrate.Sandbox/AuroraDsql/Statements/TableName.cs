using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>Reads a table's name as it is written, which <c>regclass</c> understands.</summary>
internal static class TableName
{
    /// <summary>The text of the name at hand, quotes included; null when there is none.</summary>
    /// <param name="reader">At the name; goes behind it.</param>
    /// <param name="text">The statement.</param>
    public static string? ReadTableText(this ref StatementReader reader, string text)
    {
        int start = reader.Current.Start;
        int end = start;
        while (reader.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier or SqlTokenKind.UnicodeIdentifier)
        {
            end = reader.Current.End;
            reader.Advance();
            if (!reader.Accept(SqlTokenKind.Dot))
            {
                break;
            }
        }

        return end > start ? text[start..end] : null;
    }
}
