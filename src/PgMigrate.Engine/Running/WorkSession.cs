namespace PgMigrate.Engine.Running;

/// <summary>The session on which migrations run, opened again when its connection was lost.</summary>
internal sealed class WorkSession(ISqlSessionFactory sessions, ISqlSession session) : IAsyncDisposable
{
    /// <summary>Longest time given to cleaning up after a failure or a cancellation.</summary>
    public static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(15);

    /// <summary>The session in use.</summary>
    public ISqlSession Current { get; private set; } = session;

    /// <summary>Server process of the session at the start of the run.</summary>
    public required int ProcessId { get; init; }

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
            Current = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
            Current.NoticeReceived = listener;
        }

        return Current;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Current.DisposeAsync();
}
