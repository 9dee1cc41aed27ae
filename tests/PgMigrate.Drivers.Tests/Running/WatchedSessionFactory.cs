using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Counts the round trips of all its sessions, and lets a test step in before or after a batch.</summary>
internal sealed class WatchedSessionFactory(ISqlSessionFactory inner) : ISqlSessionFactory
{
    private long _closed;
    private long _looks;
    private readonly List<Session> _open = [];
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqlTarget Target => inner.Target;

    public string Description => inner.Description;

    /// <summary>
    /// Round trips of all sessions so far. Not those by which the lock's connection looks, beside the work and after a second of it, who
    /// is in the way, nor those by which it shows every 15 seconds that it lives: how many there are is a matter of the machine's speed.
    /// </summary>
    public long RoundTrips => _closed + _open.Sum(session => session.RoundTrips) - _looks;

    /// <summary>Ends when a session that listens for its own end has been told of it.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Sessions opened so far.</summary>
    public int Opened { get; private set; }

    /// <summary>Called before a batch is sent.</summary>
    public Func<SqlBatch, Task>? Before { get; set; }

    /// <summary>Called after the server did a batch and before the caller learns of it; what it throws is what the caller sees.</summary>
    public Func<SqlBatch, Task>? After { get; set; }

    /// <summary>Asked beside the session whether it is connected; null asks the session alone.</summary>
    public Func<bool>? IsConnected { get; set; }

    public async Task<ISqlSession> OpenAsync(CancellationToken cancellationToken = default)
    {
        var session = new Session(this, await inner.OpenAsync(cancellationToken));
        _open.Add(session);
        Opened++;
        return session;
    }

    private sealed class Session(WatchedSessionFactory owner, ISqlSession inner) : ISqlSession
    {
        // One that is opened after the cut is connected.
        private readonly bool _late = owner.IsConnected is { } connected && !connected();

        public SqlTarget Target => inner.Target;

        public bool InTransaction => inner.InTransaction;

        public bool IsConnected => inner.IsConnected && (_late || (owner.IsConnected?.Invoke() ?? true));

        public int? ProcessId => inner.ProcessId;

        public async Task WatchAsync(CancellationToken cancellationToken)
        {
            try
            {
                await inner.WatchAsync(cancellationToken);
            }
            catch (SqlFailureException)
            {
                owner._lost.TrySetResult();
                throw;
            }
        }

        public Action<SqlNotice>? NoticeReceived
        {
            get => inner.NoticeReceived;
            set => inner.NoticeReceived = value;
        }

        public long RoundTrips => inner.RoundTrips;

        public async Task ExecuteAsync(SqlBatch batch, CancellationToken cancellationToken = default)
        {
            await (owner.Before?.Invoke(batch) ?? Task.CompletedTask);
            await inner.ExecuteAsync(batch, cancellationToken);
            if (batch.Commands is [{ Parameters.Count: 0 } only] && only.Text.Span.SequenceEqual("SELECT 1"))
            {
                Interlocked.Increment(ref owner._looks);
            }

            await (owner.After?.Invoke(batch) ?? Task.CompletedTask);
        }

        public async Task<IReadOnlyList<IReadOnlyList<SqlRow>>> QueryAsync(SqlBatch batch, CancellationToken cancellationToken = default)
        {
            await (owner.Before?.Invoke(batch) ?? Task.CompletedTask);
            var results = await inner.QueryAsync(batch, cancellationToken);
            if (batch.Commands[0].Text.Span.Contains("pg_blocking_pids", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref owner._looks);
            }

            await (owner.After?.Invoke(batch) ?? Task.CompletedTask);
            return results;
        }

        public Task RollbackAsync(CancellationToken cancellationToken = default) => inner.RollbackAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            owner._closed += inner.RoundTrips;
            owner._open.Remove(this);
            await inner.DisposeAsync();
        }
    }
}
