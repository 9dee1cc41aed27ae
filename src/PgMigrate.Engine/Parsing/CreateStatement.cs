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

    /// <summary>The language of a function or procedure in lower case; null when it says none.</summary>
    public string? Language { get; init; }

    /// <summary>The code of a function or procedure: a constant with its quotes, or what stands between BEGIN ATOMIC and END; null when there is none.</summary>
    public TextSpan? Body { get; init; }

    /// <summary>True when <see cref="Body"/> stands between BEGIN ATOMIC and END.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Where SECURITY DEFINER stands, or null.</summary>
    public TextSpan? SecurityDefiner { get; init; }

    /// <summary>True when a function or procedure sets <c>search_path</c> for itself.</summary>
    public bool SetsSearchPath { get; init; }

    /// <summary>The number after CACHE of a sequence, or null.</summary>
    public long? Cache { get; init; }
}
