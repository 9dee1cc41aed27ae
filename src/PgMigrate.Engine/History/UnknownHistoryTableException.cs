namespace PgMigrate.Engine.History;

/// <summary>The table that should hold the history has columns of something else.</summary>
/// <param name="table">The table.</param>
/// <param name="missing">Columns it would need.</param>
public sealed class UnknownHistoryTableException(HistoryTableName table, IReadOnlyList<string> missing)
    : Exception($"The table {table} is no migration log: it lacks {string.Join(", ", missing)}. "
        + "Name another table with -HistoryTable.")
{
    /// <summary>The table.</summary>
    public HistoryTableName Table { get; } = table;
}
