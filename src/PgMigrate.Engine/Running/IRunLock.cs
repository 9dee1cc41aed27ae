using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>Keeps other runs away from one history while it is held; disposing frees it.</summary>
internal interface IRunLock : IAsyncDisposable
{
    /// <summary>What was found out about the database when it was taken.</summary>
    DatabaseFacts Facts { get; }

    /// <summary>Cancelled when the lock is known to be lost; what goes on after that is no longer alone.</summary>
    CancellationToken Lost { get; }

    /// <summary>True when it lasts as long as a connection, so that the work's own session must be locked too.</summary>
    bool IsOfSession => false;

    /// <summary>Stops a run that goes on to its next statement although the lock is gone.</summary>
    /// <exception cref="SqlFailureException">It is; nothing was sent.</exception>
    void ThrowIfLost()
    {
    }

    /// <summary>
    /// Makes sure, by the server's word, that it is held and was all the time, before a session that took a lost one's place is worked on.
    /// A lock whose writes are all guarded need not ask.
    /// </summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="SqlFailureException">It is not, or the server does not answer; nothing was sent.</exception>
    Task ConfirmAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Which sessions keep a server process waiting for a lock just now; none where that cannot be seen.</summary>
    /// <param name="processId">The process that waits.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    Task<IReadOnlyList<BlockingSession>> ReadBlockersAsync(int processId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<BlockingSession>>([]);

    /// <summary>The store with every write of it tied to the lock: one that comes after the lock was lost fails.</summary>
    /// <param name="store">The history.</param>
    IHistoryStore Guard(IHistoryStore store);

    /// <summary>The command tied to the lock as <see cref="Guard(IHistoryStore)"/> ties those of a store. It must not begin with WITH.</summary>
    /// <param name="command">The command.</param>
    SqlCommand Guard(SqlCommand command) => command;

    /// <summary>
    /// Takes another tool's lock too, so that the tool waits for this run as it waits for its own kind. Does nothing where a lock does not
    /// outlive its statement, or there are none.
    /// </summary>
    /// <param name="key">Key of the tool's advisory lock.</param>
    /// <param name="tool">The tool, for messages.</param>
    /// <param name="options">How long to try.</param>
    /// <param name="observer">Told while it is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RunLockedException">The tool held it all the time.</exception>
    Task AlsoHoldAsync(long key, string tool, RunOptions options, IRunObserver observer, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits until no transaction of this run, whose commit was not answered, can still be committing.</summary>
    /// <param name="session">A session that is alive.</param>
    /// <param name="work">The session that was lost, or that the answer did not reach.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SettleAsync(ISqlSession session, WorkSession work, CancellationToken cancellationToken);
}
