using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>No lock, for a database in which nothing can be run because no schema of the search path exists.</summary>
internal sealed class NoRunLock(ISqlSession session, DatabaseFacts facts) : IRunLock
{
    public DatabaseFacts Facts => facts;

    public CancellationToken Lost => CancellationToken.None;

    public IHistoryStore Guard(IHistoryStore store) => store;

    public Task SettleAsync(ISqlSession session, WorkSession work, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
