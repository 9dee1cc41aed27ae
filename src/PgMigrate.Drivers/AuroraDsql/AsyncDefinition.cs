using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>A statement that the service only takes note of and then does in the background.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Table">The table as written.</param>
/// <param name="Name">The index's or constraint's name as the catalog has it; null for an index that the server names.</param>
internal sealed record AsyncDefinition(AsyncDefinitionKind Kind, string Table, string? Name)
{
    /// <summary>Reads a statement; null for any other.</summary>
    public static AsyncDefinition? Of(ReadOnlySpan<char> text)
    {
        var reader = new StatementReader(text);
        return reader.Accept("CREATE") ? IndexOf(ref reader, text) : reader.Accept("ALTER", "TABLE", "ASYNC") ? ValidationOf(ref reader, text) : null;
    }

    private static AsyncDefinition? IndexOf(ref StatementReader reader, ReadOnlySpan<char> text)
    {
        reader.Accept("UNIQUE");
        if (!reader.Accept("INDEX", "ASYNC"))
        {
            return null;
        }

        reader.Accept("IF", "NOT", "EXISTS");
        string? name = reader.Is("ON") ? null : reader.ReadName();
        return reader.Accept("ON") && (reader.Accept("ONLY") || true) && WrittenName(ref reader, text) is { } table
            ? new AsyncDefinition(AsyncDefinitionKind.Index, table, name) : null;
    }

    private static AsyncDefinition? ValidationOf(ref StatementReader reader, ReadOnlySpan<char> text)
    {
        reader.Accept("IF", "EXISTS");
        reader.Accept("ONLY");
        return WrittenName(ref reader, text) is { } table && reader.Accept("VALIDATE", "CONSTRAINT") && reader.ReadName() is { } name
            ? new AsyncDefinition(AsyncDefinitionKind.Validation, table, name) : null;
    }

    /// <summary>The name as it is written, for the server to read by its own rules.</summary>
    private static string? WrittenName(ref StatementReader reader, ReadOnlySpan<char> text)
    {
        int start = reader.Current.Start;
        int end = start;
        do
        {
            if (reader.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier))
            {
                break;
            }

            end = reader.Current.End;
            reader.Advance();
        }
        while (reader.Accept(SqlTokenKind.Dot));
        return end > start ? text[start..end].ToString() : null;
    }
}
