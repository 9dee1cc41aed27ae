namespace PgMigrate.Engine.Parsing;

/// <summary>A <c>DROP</c>.</summary>
/// <param name="ObjectType">What is dropped, in upper case: <c>TABLE</c>, <c>MATERIALIZED VIEW</c>, ….</param>
/// <param name="Names">The names; none for kinds that have no plain one.</param>
public sealed record DropStatement(string ObjectType, IReadOnlyList<TableReference> Names) : ParsedStatement
{
    /// <summary>True with <c>IF EXISTS</c>.</summary>
    public bool IfExists { get; init; }

    /// <summary>True with <c>CASCADE</c>.</summary>
    public bool IsCascade { get; init; }

    /// <summary>True with <c>CONCURRENTLY</c>.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>The table of a trigger, policy or rule, or null.</summary>
    public TableReference? Table { get; init; }
}
