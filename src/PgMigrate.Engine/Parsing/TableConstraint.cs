namespace PgMigrate.Engine.Parsing;

/// <summary>A constraint of <c>CREATE TABLE</c> or <c>ADD CONSTRAINT</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Columns">The columns it is about; none for CHECK and EXCLUDE.</param>
/// <param name="Span">Where it stands, <c>CONSTRAINT name</c> included.</param>
public sealed record TableConstraint(TableConstraintKind Kind, IReadOnlyList<string> Columns, TextSpan Span)
{
    /// <summary>The name after <c>CONSTRAINT</c>, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The expression of a CHECK with its parentheses, or null.</summary>
    public TextSpan? Expression { get; init; }

    /// <summary>The index of <c>USING INDEX</c>, or null.</summary>
    public string? UsingIndex { get; init; }

    /// <summary>The table a foreign key refers to, or null.</summary>
    public TableReference? References { get; init; }

    /// <summary>True with <c>NOT VALID</c>.</summary>
    public bool IsNotValid { get; init; }

    /// <summary>True with <c>DEFERRABLE</c>.</summary>
    public bool IsDeferrable { get; init; }
}
