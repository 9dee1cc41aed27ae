namespace PgMigrate.Engine.Parsing;

/// <summary>A statement that changes rows.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Table">The table.</param>
public sealed record DataChangeStatement(DataChangeKind Kind, TableReference Table) : ParsedStatement
{
    /// <summary>True with <c>WHERE</c> at the top level.</summary>
    public bool HasWhere { get; init; }

    /// <summary>The columns of an INSERT's list or an UPDATE's assignments, in order, as the catalog has them.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>True when an INSERT takes its rows from a query, so that their number cannot be read.</summary>
    public bool IsFromQuery { get; init; }
}
