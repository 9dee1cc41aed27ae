using PgMigrate.Engine.Sql;

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
    public static HistoryTableName Parse(string text) => SqlIdentifier.ParseList(text, '.') switch
    {
        [var table] => new HistoryTableName(null, table),
        [var schema, var table] => new HistoryTableName(schema, table),
        _ => throw new FormatException(
            $"'{text}' is no table name. Write table, schema.table or \"Schema\".\"Table\"; a part has at most {SqlIdentifier.MaxBytes} bytes."),
    };

    /// <summary>The name as SQL, every part quoted.</summary>
    public string ToSql() => Schema is null ? SqlIdentifier.Quote(Table) : $"{SqlIdentifier.Quote(Schema)}.{SqlIdentifier.Quote(Table)}";

    /// <inheritdoc/>
    public override string ToString() => Schema is null ? Table : $"{Schema}.{Table}";
}
