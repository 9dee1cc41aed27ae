namespace PgMigrate.Engine.Parsing;

/// <summary>A column of <c>CREATE TABLE</c> or <c>ADD COLUMN</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Constraints">What is said of it after the type, in order.</param>
/// <param name="Span">From its name to its end.</param>
public sealed record ColumnDefinition(string Name, TypeReference Type, IReadOnlyList<ColumnConstraint> Constraints, TextSpan Span)
{
    /// <summary>The first constraint of a kind, or null.</summary>
    /// <param name="kind">The kind.</param>
    public ColumnConstraint? Find(ColumnConstraintKind kind)
    {
        foreach (ColumnConstraint constraint in Constraints)
        {
            if (constraint.Kind == kind)
            {
                return constraint;
            }
        }

        return null;
    }

    /// <summary>True when one of the kind is there.</summary>
    /// <param name="kind">The kind.</param>
    public bool Has(ColumnConstraintKind kind) => Find(kind) is not null;
}
