namespace PgMigrate.Engine.Parsing;

/// <summary>One thing said of a column after its type.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands, its name left out.</param>
public sealed record ColumnConstraint(ColumnConstraintKind Kind, TextSpan Span)
{
    /// <summary>The name after <c>CONSTRAINT</c>, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The expression of a default, or null.</summary>
    public TextSpan? Expression { get; init; }

    /// <summary>The table that is referred to, or null.</summary>
    public TableReference? References { get; init; }

    /// <summary>The options of an identity in parentheses, or null.</summary>
    public TextSpan? Options { get; init; }
}
