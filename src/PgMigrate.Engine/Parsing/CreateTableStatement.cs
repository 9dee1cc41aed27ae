namespace PgMigrate.Engine.Parsing;

/// <summary><c>CREATE TABLE</c>, also <c>CREATE FOREIGN TABLE</c> and <c>CREATE TABLE … AS</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its columns; none for <c>AS</c>, <c>OF</c> and <c>PARTITION OF</c> without a list.</param>
/// <param name="Constraints">Its table constraints.</param>
public sealed record CreateTableStatement(TableReference Table, IReadOnlyList<ColumnDefinition> Columns, IReadOnlyList<TableConstraint> Constraints) : ParsedStatement
{
    /// <summary>True with <c>IF NOT EXISTS</c>.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>True for a temporary table.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>True for an unlogged table.</summary>
    public bool IsUnlogged { get; init; }

    /// <summary>True for a foreign table.</summary>
    public bool IsForeign { get; init; }

    /// <summary>True for <c>AS SELECT …</c>.</summary>
    public bool IsFromQuery { get; init; }

    /// <summary>True when it has columns that its list does not name: those of a query, a parent, a type or <c>LIKE</c>.</summary>
    public bool HasMoreColumns { get; init; }

    /// <summary>The partitioned table of <c>PARTITION OF</c>, or null.</summary>
    public TableReference? PartitionOf { get; init; }

    /// <summary>Where <c>PARTITION BY</c> stands, or null.</summary>
    public TextSpan? PartitionBy { get; init; }

    /// <summary>Where <c>INHERITS</c> stands, or null.</summary>
    public TextSpan? Inherits { get; init; }

    /// <summary>Where <c>WITH (…)</c>, <c>TABLESPACE</c>, <c>USING</c> and <c>ON COMMIT</c> stand, by their first words in upper case.</summary>
    public IReadOnlyList<(string Word, TextSpan Span)> Clauses { get; init; } = [];
}
