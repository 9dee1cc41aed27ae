using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Tracing;

/// <summary>What one statement was seen to do.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Locks">Locks it took that its transaction did not hold before; unknown, so none, for a statement that runs alone.</param>
/// <param name="Rewritten">Tables and indexes that were there before and have a new file since.</param>
public sealed record StatementTrace(SqlStatement Statement, IReadOnlyList<ObservedLock> Locks, IReadOnlyList<string> Rewritten);
