namespace PgMigrate.Engine.History.Formats;

/// <summary>A table or view that may be another tool's history, as the catalog has it.</summary>
/// <param name="Name">Its name with its schema.</param>
/// <param name="Kind"><c>pg_class.relkind</c>.</param>
/// <param name="IsVisible">True when the search path leads to it.</param>
/// <param name="IsReadable">True when the role may read it.</param>
/// <param name="Columns">Its columns with their types.</param>
internal sealed record HistoryRelation(
    HistoryTableName Name, string Kind, bool IsVisible, bool IsReadable, IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>True for a table, partitioned ones included.</summary>
    public bool IsTable => Kind is "r" or "p";

    /// <summary>True when it has all of these columns.</summary>
    public bool Has(params string[] columns) => columns.All(Columns.ContainsKey);

    /// <summary>True when it has any of these columns.</summary>
    public bool HasAny(params string[] columns) => columns.Any(Columns.ContainsKey);
}
