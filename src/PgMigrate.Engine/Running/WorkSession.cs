namespace PgMigrate.Engine.Running;

/// <summary>The session on which migrations run, opened again when its connection was lost.</summary>
internal sealed class WorkSession : IAsyncDisposable
{
    private readonly ISqlSessionFactory _sessions;
    private bool _replaced;

    private WorkSession(ISqlSessionFactory sessions, ISqlSession session, int processId)
    {
        _sessions = sessions;
        Current = session;
        ProcessId = processId;
    }

    /// <summary>Longest time given to cleaning up after a failure or a cancellation.</summary>
    public static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(15);

    /// <summary>The session in use.</summary>
    public ISqlSession Current { get; private set; }

    /// <summary>Server process of the session that was prepared last: a lost one's, until the one in its place is prepared.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Opens it, and locks it where the run's lock could be lost without it.</summary>
    /// <exception cref="RunLockedException">An earlier run was at work all the time.</exception>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    public static async Task<WorkSession> OpenAsync(
        ISqlSessionFactory sessions, IRunLock held, RunOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int process = held.IsOfSession
                ? await WorkLock.TakeAsync(session, options, time, cancellationToken).ConfigureAwait(false)
                : (await DatabaseFacts.ReadAsync(session, options, cancellationToken, keepSettings: false).ConfigureAwait(false)).ProcessId;
            return new WorkSession(sessions, session, process);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes a session that took a lost one's place as fit for the next migration as the first was.</summary>
    /// <exception cref="RunLockedException">The lost one's process was at work all the time.</exception>
    /// <exception cref="SqlFailureException">The database refused, or the run's lock was lost.</exception>
    public async Task PrepareAsync(IRunLock held, RunOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_replaced && held.IsOfSession)
        {
            ProcessId = await WorkLock.TakeAsync(Current, options, time, cancellationToken).ConfigureAwait(false);

            // From here on nobody else can be at work; and nobody was while this one was not locked, if the run's own lock is still held.
            await held.ConfirmAsync(cancellationToken).ConfigureAwait(false);
        }

        _replaced = false;
    }

    /// <summary>Rolls back what is open. Never throws: the failure that led here is the one to tell.</summary>
    /// <returns>False when the roll back could not be sent; then the server does it when it notices.</returns>
    public async Task<bool> TryRollbackAsync()
    {
        using var limit = new CancellationTokenSource(CleanUpLimit);
        try
        {
            await Current.RollbackAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The session if its connection lives, else a new one in its place.</summary>
    public async Task<ISqlSession> AliveAsync(CancellationToken cancellationToken)
    {
        if (!Current.IsConnected)
        {
            Action<SqlNotice>? listener = Current.NoticeReceived;
            await Current.DisposeAsync().ConfigureAwait(false);
            Current = await _sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
            _replaced = true;
            Current.NoticeReceived = listener;
        }

        return Current;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Current.DisposeAsync();
}
