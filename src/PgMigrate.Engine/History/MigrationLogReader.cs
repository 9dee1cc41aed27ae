using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History;

/// <summary>Reads a history without touching it.</summary>
/// <param name="sessions">The database.</param>
public sealed class MigrationLogReader(ISqlSessionFactory sessions)
{
    /// <summary>All rows in the order they were written; empty when there is no table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="UnknownHistoryTableException">The table is something else.</exception>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    public async Task<IReadOnlyList<MigrationLogEntry>> ReadAsync(HistoryTableName table, CancellationToken cancellationToken = default)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            HistorySnapshot? history = await new MigrationLogStore(table).ReadAsync(session, cancellationToken).ConfigureAwait(false);
            return history?.Entries ?? [];
        }
    }
}
