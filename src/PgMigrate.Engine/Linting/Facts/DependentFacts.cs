using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>Something in the database that stops working without a table or one of its columns.</summary>
/// <param name="Column">The column it uses, or null when it uses the table as such.</param>
/// <param name="Description">What it is, for people: <c>view public.open_orders</c>.</param>
/// <param name="Owner">The relation that it is or belongs to, or null: dropping that drops it.</param>
/// <param name="Constraint">The name of a foreign key, which follows a change of its column's type by itself; null for all else.</param>
internal sealed record DependentFacts(string? Column, string Description, ObjectName? Owner, string? Constraint);
