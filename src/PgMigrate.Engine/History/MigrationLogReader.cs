using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History;

/// <summary>Reads a history without touching it.</summary>
/// <param name="sessions">The database.</param>
public sealed class MigrationLogReader(ISqlSessionFactory sessions)
{
    /// <summary>All rows of another tool's history, its void ones left out, in the words of ours.</summary>
    /// <param name="format">Name of the format, or <see cref="HistoryFormats.Auto"/>.</param>
    /// <param name="table">The table; null looks where the tool keeps it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    /// <exception cref="HistoryUnusableException">It cannot be found or read.</exception>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    public async Task<IReadOnlyList<MigrationLogEntry>> ReadToolAsync(
        string format, HistoryTableName? table = null, CancellationToken cancellationToken = default)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            ToolHistory history = await ToolHistory.ReadAsync(session, format, table, cancellationToken).ConfigureAwait(false);
            return [.. history.Records.Select((record, at) => ToolHistoryMatch.Entry(record, record.Name, at + 1))];
        }
    }

    /// <summary>All rows in the order they were written; empty when there is no table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="UnknownHistoryTableException">The table is something else.</exception>
    /// <exception cref="HistoryUnusableException">It carries code of somebody who is not to be trusted.</exception>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    public async Task<IReadOnlyList<MigrationLogEntry>> ReadAsync(HistoryTableName table, CancellationToken cancellationToken = default)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            DatabaseFacts facts = await DatabaseFacts.ReadAsync(session, new RunOptions { HistoryTable = table }, cancellationToken).ConfigureAwait(false);
            HistoryStores.RefusePlanted(table, facts);
            HistorySnapshot? history = await new MigrationLogStore(table).ReadAsync(session, cancellationToken).ConfigureAwait(false);
            return history?.Entries ?? [];
        }
    }
}
