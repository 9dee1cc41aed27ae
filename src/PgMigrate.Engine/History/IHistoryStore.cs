using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History;

/// <summary>A table that remembers migrations, in one format. Writes are made under the run's lock.</summary>
public interface IHistoryStore
{
    /// <summary>The table, its schema included.</summary>
    HistoryTableName Table { get; }

    /// <summary>False where the table has a row for an applied migration and nothing else: no failure, no progress, no run.</summary>
    bool KeepsProgress => true;

    /// <summary>Reads all rows in the order they were written; null when there is no such table.</summary>
    /// <param name="session">A session outside a transaction.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="UnknownHistoryTableException">A table of that name has other columns.</exception>
    Task<HistorySnapshot?> ReadAsync(ISqlSession session, CancellationToken cancellationToken = default);

    /// <summary>Creates the table, or adds the columns it lacks; keeps every row.</summary>
    /// <param name="session">A session outside a transaction.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task EnsureAsync(ISqlSession session, CancellationToken cancellationToken = default);

    /// <summary>The command that adds a row; gives its <c>id</c>. <see cref="MigrationLogEntry.ExecutedAt"/> is the server's.</summary>
    /// <param name="entry">The row. A null duration of a completed row is measured by the server from the start of the transaction.</param>
    SqlCommand Insert(MigrationLogEntry entry);

    /// <summary>The command that changes status, progress, error, duration and checksum of a row.</summary>
    /// <param name="entry">The row, its <see cref="MigrationLogEntry.Id"/> set.</param>
    SqlCommand Update(MigrationLogEntry entry);
}
