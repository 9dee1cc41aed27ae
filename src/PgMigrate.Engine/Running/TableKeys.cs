namespace PgMigrate.Engine.Running;

/// <summary>The columns and unique keys of a table, read from the catalog.</summary>
/// <param name="Columns">Columns by name; empty when there is no such table.</param>
/// <param name="Keys">Columns of each valid unique index over plain columns and all rows, the primary key first.</param>
internal sealed record TableKeys(IReadOnlyDictionary<string, TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Keys)
{
    /// <summary>The commands that ask; both give rows.</summary>
    /// <param name="table">The table, quoted.</param>
    public static IReadOnlyList<SqlCommand> Questions(string table) =>
    [
        // -1 makes the name one that a cast reads without cutting the value: bpchar, not character.
        new(
            """
            SELECT a.attname::text, pg_catalog.format_type(a.atttypid, -1), a.attnotnull
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
            """,
            SqlParameter.Text(table)),
        new(
            """
            SELECT i.indexrelid::bigint, a.attname::text
            FROM pg_catalog.pg_index i CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k(at)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.at]
            WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
            ORDER BY i.indisprimary DESC, i.indexrelid, k.at
            """,
            SqlParameter.Text(table)),
    ];

    /// <summary>Makes it of the two answers.</summary>
    public static TableKeys From(IReadOnlyList<SqlRow> columns, IReadOnlyList<SqlRow> keys) => new(
        columns.ToDictionary(row => row.GetString(0)!, row => new TableColumn(row.GetString(1)!, row.GetBoolean(2)), StringComparer.Ordinal),
        [.. keys.GroupBy(row => row.GetInt64(0)).Select(rows => rows.Select(row => row.GetString(1)!).ToArray())]);

    /// <summary>The columns to propose for ranges: the primary key, else a unique one without NULLs; null when there is none.</summary>
    public IReadOnlyList<string>? Proposal => Keys.FirstOrDefault(IsNotNull);

    /// <summary>What is wrong with ranges by these columns; null when nothing is.</summary>
    /// <param name="table">The table's name, for the message.</param>
    /// <param name="key">The columns.</param>
    public string? Reject(string table, IReadOnlyList<string> key) =>
        Columns.Count == 0 ? $"there is no table {table}"
        : key.FirstOrDefault(column => !Columns.ContainsKey(column)) is { } missing ? $"{table} has no column {missing}"
        : !IsNotNull(key) ? $"{table} ({string.Join(", ", key)}) may be NULL, and rows without a key would be passed over"
        : !Keys.Any(unique => unique.All(column => key.Contains(column, StringComparer.Ordinal))) ? $"{table} ({string.Join(", ", key)}) is not unique"
        : null;

    private bool IsNotNull(IReadOnlyList<string> key) => key.All(column => Columns.TryGetValue(column, out TableColumn found) && found.IsNotNull);
}
