namespace PgMigrate.Engine.History;

/// <summary>Another tool's history cannot be read or written.</summary>
public sealed class HistoryUnusableException : Exception
{
    private HistoryUnusableException(HistoryTableName? table, string message, string remedy)
        : base(message) => (Table, Remedy) = (table, remedy);

    /// <summary>The table, if one was found or named.</summary>
    public HistoryTableName? Table { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>True when there is no such table at all, so that one may be made.</summary>
    internal bool IsMissing { get; private init; }

    /// <summary>True when the table of that name is something else.</summary>
    internal bool IsOther { get; private init; }

    internal static HistoryUnusableException NotFound(string format, HistoryTableName table) => new(
        table, $"There is no table {table} with a history of {format}.", "Check the database, or name the table.")
    {
        IsMissing = true,
    };

    internal static HistoryUnusableException NothingFound() => new(
        null, "No history of a tool that is known here was found in the database.", "Name the format and its table, or check the database.");

    internal static HistoryUnusableException Several(IEnumerable<string> found) => new(
        null, $"More than one history was found: {string.Join(", ", found)}.", "Name the format and its table.");

    internal static HistoryUnusableException OtherShape(HistoryTableName table, string format, IEnumerable<string> columns) => new(
        table, $"The table {table} is no history of {format}: its columns are {string.Join(", ", columns)}.", "Name another format or another table.")
    {
        IsOther = true,
    };

    internal static HistoryUnusableException Planted(HistoryTableName table, string found) => new(
        table,
        $"{found} would run code of its owner with the rights of whoever migrates: it is a view, or has triggers, rules, policies, or columns that call functions.",
        "Find out who made it. If it is meant, let the role that migrates own it (ALTER TABLE … OWNER TO); else drop it, or name a table in a schema "
        + "of your own with -HistoryTable.");

    internal static HistoryUnusableException NoTable(HistoryTableName table) => new(
        table, $"{table} is a view or a foreign table; a history is a table of the database itself.", "Name the table that is behind it.");

    internal static HistoryUnusableException NotReadable(HistoryTableName table) => new(
        table, $"The role may not read {table}.", $"Let its owner run GRANT USAGE ON SCHEMA and GRANT SELECT ON {table.ToSql()}.");

    internal static HistoryUnusableException NoValue(HistoryTableName table, string column) => new(
        table, $"A row of {table} has NULL as its {column}, which its tool never writes.", "Find out what the row means, and mend or remove it.");

    internal static HistoryUnusableException BadValue(HistoryTableName table, string what) => new(
        table, $"{table} {what}, which its tool never writes.", "Find out what the row means, and mend or remove it.");

    internal static HistoryUnusableException Failed(HistoryTableName table, string name, string format) => new(
        table, $"{table} has {name} as failed or stopped half-way.", $"Finish or resolve it with {format}'s own tool first.");

    internal static HistoryUnusableException NoIdentity(HistoryTableName table, string fileName) => new(
        table, $"{fileName} has nothing that {table} could know it by.", "Name it as that tool wants it, or keep the native history.");

    internal static HistoryUnusableException ReadOnlyFormat(string format) => new(
        null, $"Histories of {format} are read only.", $"Take it over with Set-MigrationBaseline -FromHistory {format}.");
}
