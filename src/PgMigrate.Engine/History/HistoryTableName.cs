using System.Text;

namespace PgMigrate.Engine.History;

/// <summary>Name of a history table, with or without its schema.</summary>
/// <param name="Schema">Schema as stored in the catalog, or null for the first schema of the search path.</param>
/// <param name="Table">Table name as stored in the catalog.</param>
public sealed record HistoryTableName(string? Schema, string Table)
{
    /// <summary>The native table, <c>migration_log</c> in the first schema of the search path.</summary>
    public static HistoryTableName Default { get; } = new(null, "migration_log");

    /// <summary>Reads <c>table</c> or <c>schema.table</c>; unquoted parts fold to lower case, as in SQL.</summary>
    /// <param name="text">The name.</param>
    /// <exception cref="FormatException">It is no such name.</exception>
    public static HistoryTableName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<string>();
        int at = 0;
        do
        {
            parts.Add(ReadPart(text, ref at));
        }
        while (at < text.Length && text[at++] == '.');

        return parts switch
        {
            [var table] when at >= text.Length => new HistoryTableName(null, table),
            [var schema, var table] when at >= text.Length => new HistoryTableName(schema, table),
            _ => throw Bad(text),
        };
    }

    /// <summary>The name as SQL, every part quoted.</summary>
    public string ToSql() => Schema is null ? Quote(Table) : $"{Quote(Schema)}.{Quote(Table)}";

    /// <inheritdoc/>
    public override string ToString() => Schema is null ? Table : $"{Schema}.{Table}";

    /// <summary>Puts a name in double quotes.</summary>
    /// <param name="name">A name as stored in the catalog.</param>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string ReadPart(string text, ref int at)
    {
        var part = new StringBuilder();
        if (at < text.Length && text[at] == '"')
        {
            at++;
            while (true)
            {
                int close = text.IndexOf('"', at);
                if (close < 0)
                {
                    throw Bad(text);
                }

                part.Append(text, at, close - at);
                at = close + 1;
                if (at >= text.Length || text[at] != '"')
                {
                    break;
                }

                part.Append('"');
                at++;
            }
        }
        else
        {
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$'))
            {
                part.Append(char.ToLowerInvariant(text[at++]));
            }

            if (part.Length > 0 && char.IsDigit(part[0]))
            {
                throw Bad(text);
            }
        }

        if (part.Length == 0 || Encoding.UTF8.GetByteCount(part.ToString()) > 63)
        {
            throw Bad(text);
        }

        return part.ToString();
    }

    private static FormatException Bad(string text) =>
        new($"'{text}' is no table name. Write table, schema.table or \"Schema\".\"Table\"; a part has at most 63 bytes.");
}
