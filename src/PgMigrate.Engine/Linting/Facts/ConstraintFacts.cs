using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>What is known of a constraint.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Columns">The columns it is about; none for EXCLUDE and for a CHECK that was read from a script.</param>
/// <param name="IsValid">True once every row was checked against it.</param>
/// <param name="NotNull">The columns that a CHECK proves never to be NULL.</param>
internal sealed record ConstraintFacts(TableConstraintKind Kind, IReadOnlyList<string> Columns, bool IsValid, IReadOnlyList<string> NotNull);
