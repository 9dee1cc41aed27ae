using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>What is known of a column.</summary>
/// <param name="Type">Its type, or null when it is not known.</param>
/// <param name="IsNotNull">True when it refuses NULL.</param>
/// <param name="HasDefault">True when it has a default, an identity or a generated value.</param>
internal readonly record struct ColumnFacts(TypeReference? Type, bool IsNotNull, bool HasDefault);
