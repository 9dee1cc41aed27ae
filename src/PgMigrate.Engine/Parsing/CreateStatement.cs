namespace PgMigrate.Engine.Parsing;

/// <summary>A <c>CREATE</c> of something other than a table or an index.</summary>
/// <param name="ObjectType">What is created, in upper case: <c>SCHEMA</c>, <c>MATERIALIZED VIEW</c>, <c>TYPE</c>, ….</param>
/// <param name="Name">Its name; empty names when none could be read.</param>
public sealed record CreateStatement(string ObjectType, ObjectName Name) : ParsedStatement
{
    /// <summary>True with <c>IF NOT EXISTS</c>.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>True with <c>OR REPLACE</c>.</summary>
    public bool OrReplace { get; init; }

    /// <summary>True for a temporary view or sequence.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>True for <c>CREATE TYPE … AS ENUM</c>.</summary>
    public bool IsEnum { get; init; }

    /// <summary>The table of a trigger, policy or rule, or null.</summary>
    public TableReference? Table { get; init; }

    /// <summary>Where a domain's first constraint stands, or null.</summary>
    public TextSpan? DomainConstraint { get; init; }

    /// <summary>The language of a function in lower case; null when it says none.</summary>
    public string? Language { get; init; }

    /// <summary>The number after CACHE of a sequence, or null.</summary>
    public long? Cache { get; init; }
}
