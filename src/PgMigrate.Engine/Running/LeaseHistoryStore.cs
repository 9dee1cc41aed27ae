using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>A history whose writes check, in their own transaction, that the run still holds its lease.</summary>
internal sealed class LeaseHistoryStore(IHistoryStore store, LeaseTable leases, Guid lease) : IHistoryStore
{
    public HistoryTableName Table => store.Table;

    public bool KeepsProgress => store.KeepsProgress;

    public Task<HistorySnapshot?> ReadAsync(ISqlSession session, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session, cancellationToken);

    public Task EnsureAsync(ISqlSession session, CancellationToken cancellationToken = default) => store.EnsureAsync(session, cancellationToken);

    public SqlCommand Insert(MigrationLogEntry entry) => leases.Guard(store.Insert(entry), lease);

    public SqlCommand Update(MigrationLogEntry entry) => leases.Guard(store.Update(entry), lease);
}
