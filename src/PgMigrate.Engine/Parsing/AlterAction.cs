namespace PgMigrate.Engine.Parsing;

/// <summary>One action of an <c>ALTER TABLE</c>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
public sealed record AlterAction(AlterActionKind Kind, TextSpan Span)
{
    /// <summary>The column, constraint, partition or trigger it is about, or the new name or schema of the table; empty when none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The new name of a column or constraint; empty when none.</summary>
    public string NewName { get; init; } = "";

    /// <summary>The partition that is attached or detached, or null.</summary>
    public TableReference? Table { get; init; }

    /// <summary>The column that is added, or null.</summary>
    public ColumnDefinition? Column { get; init; }

    /// <summary>The constraint that is added, or null.</summary>
    public TableConstraint? Constraint { get; init; }

    /// <summary>The new type of a column, or null.</summary>
    public TypeReference? Type { get; init; }

    /// <summary>The expression of USING or of a default, or null.</summary>
    public TextSpan? Expression { get; init; }

    /// <summary>True with <c>IF EXISTS</c> or <c>IF NOT EXISTS</c>.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>True with <c>CONCURRENTLY</c>.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>True with <c>CASCADE</c>.</summary>
    public bool IsCascade { get; init; }
}
