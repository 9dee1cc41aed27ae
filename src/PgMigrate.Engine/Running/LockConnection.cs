namespace PgMigrate.Engine.Running;

/// <summary>
/// The connection that holds an advisory lock. Between questions it listens for its own end, so that its loss is known at once, and
/// says something about every 15 seconds: others see by that that its run is alive, and what closes idle connections leaves it alone.
/// </summary>
internal sealed class LockConnection : IAsyncDisposable
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(15);
    private static readonly SqlFailure NoAnswer = new() { Message = "The server did not answer in time.", ConnectionLost = true };

    private readonly ISqlSession _session;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private volatile CancellationTokenSource? _listening;
    private int _wanted;
    private volatile SqlFailure? _lost;

    /// <param name="session">A session that holds the lock; owned from now on.</param>
    /// <param name="time">Measures the beats.</param>
    public LockConnection(ISqlSession session, TimeProvider time)
    {
        _session = session;
        _time = time;
        _watching = WatchAsync(_stop.Token);
    }

    /// <summary>Why the connection is gone, or null while it is there.</summary>
    public SqlFailure? Lost => _lost;

    /// <summary>Asks the server, between two beats, something that it answers at once.</summary>
    /// <exception cref="SqlFailureException">The database refused, the connection is gone, or no answer came for as long as between two beats.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<SqlRow>>> QueryAsync(SqlBatch batch, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _wanted);
        try
        {
            // In the queue first: what listens may let go of the gate before Cancel returns.
            Task turn = _gate.WaitAsync(cancellationToken);
            _listening?.Cancel();
            await turn.ConfigureAwait(false);
            try
            {
                using var limit = new CancellationTokenSource(BeatEvery, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
                return await _session.QueryAsync(batch, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
            {
                throw new SqlFailureException(NoAnswer, error);
            }
            finally
            {
                _gate.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _wanted);
        }
    }

    /// <summary>Closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _gate.Dispose();
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _gate.WaitAsync(stop).ConfigureAwait(false);
                try
                {
                    await ListenAsync(stop).ConfigureAwait(false);
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        catch (SqlFailureException error)
        {
            _lost = error.Failure;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended.
        }
        catch (OperationCanceledException)
        {
            _lost = NoAnswer;
        }
        catch (Exception error)
        {
            // Whatever it was: nobody listens any more, so that nobody would notice the connection's end.
            _lost = new SqlFailure { Message = error.Message, ConnectionLost = true };
        }
    }

    /// <summary>Listens until somebody wants the session or a beat is due.</summary>
    private async Task ListenAsync(CancellationToken stop)
    {
        // Not disposed: another thread may be cancelling it. Its timer ends by itself.
        var listening = new CancellationTokenSource(BeatEvery, _time);
        using CancellationTokenRegistration stopped = stop.Register(listening.Cancel);
        _listening = listening;
        if (Volatile.Read(ref _wanted) > 0)
        {
            return;
        }

        long start = _time.GetTimestamp();
        try
        {
            await _session.WatchAsync(listening.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Somebody wants it, or the beat is due.
        }

        if (_time.GetElapsedTime(start) >= BeatEvery)
        {
            using var limit = new CancellationTokenSource(BeatEvery, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
            await _session.ExecuteAsync(new SqlBatch(new SqlCommand("SELECT 1")), either.Token).ConfigureAwait(false);
        }
    }
}
