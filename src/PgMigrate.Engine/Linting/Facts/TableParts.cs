using System.Collections.Immutable;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>The columns, constraints and indexes of a table, by name.</summary>
internal sealed record TableParts
{
    public static TableParts Empty { get; } = new();

    public ImmutableDictionary<string, ColumnFacts> Columns { get; init; } = ImmutableDictionary.Create<string, ColumnFacts>(StringComparer.Ordinal);

    public ImmutableDictionary<string, ConstraintFacts> Constraints { get; init; } = ImmutableDictionary.Create<string, ConstraintFacts>(StringComparer.Ordinal);

    public ImmutableDictionary<string, IndexFacts> Indexes { get; init; } = ImmutableDictionary.Create<string, IndexFacts>(StringComparer.Ordinal);
}
