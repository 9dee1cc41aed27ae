namespace PgMigrate.Engine.Linting.Tracing;

/// <summary>A lock that a statement was seen to take on a table that was there before its migration.</summary>
/// <param name="Relation">The table, as the search path shows it.</param>
/// <param name="Mode">The lock.</param>
public readonly record struct ObservedLock(string Relation, LockMode Mode);
