namespace PgMigrate.Engine.Running;

/// <summary>
/// An open way to run SQL on one target. Used by one caller at a time. Every failure of the database is a
/// <see cref="SqlFailureException"/>; a cancelled token cancels the statement on the server and then throws
/// <see cref="OperationCanceledException"/>.
/// </summary>
public interface ISqlSession : IAsyncDisposable
{
    /// <summary>The kind of database.</summary>
    SqlTarget Target { get; }

    /// <summary>True between a batch that began a transaction and its commit or roll back.</summary>
    bool InTransaction { get; }

    /// <summary>False once the connection is known to be gone; open another session.</summary>
    bool IsConnected { get; }

    /// <summary>
    /// Server process as the server named it at log-in, or null where it names none. Differs from <c>pg_backend_pid()</c> behind a
    /// connection pooler, which makes one up.
    /// </summary>
    int? ProcessId => null;

    /// <summary>Called for each server message, on any thread, in order.</summary>
    Action<SqlNotice>? NoticeReceived { get; set; }

    /// <summary>Round trips made so far: one for each wait for the server's answer, the log-in not counted.</summary>
    long RoundTrips { get; }

    /// <summary>Sends commands and drops their rows. A failure inside a transaction leaves it open and failed: roll back.</summary>
    /// <param name="batch">What to send.</param>
    /// <param name="cancellationToken">Cancels the statement under way on the server.</param>
    Task ExecuteAsync(SqlBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Sends commands and returns the rows of each one that gives any result set, in order.</summary>
    /// <param name="batch">What to send.</param>
    /// <param name="cancellationToken">Cancels the statement under way on the server.</param>
    Task<IReadOnlyList<IReadOnlyList<SqlRow>>> QueryAsync(SqlBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Rolls the open transaction back; does nothing when there is none or the connection is gone.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task RollbackAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits, without sending anything, for the connection to go away. Nothing else may use the session meanwhile; once cancelled
    /// it may. A target without a connection of its own waits for the token alone.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SqlFailureException">The connection went away.</exception>
    Task WatchAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}
