using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>A transaction that calls name by its identifier; it holds a server connection to itself.</summary>
/// <param name="id">Its identifier.</param>
/// <param name="database">The database it is in.</param>
/// <param name="connection">Its connection.</param>
/// <param name="idleLimit">How long it waits for its next call once the last is answered.</param>
internal sealed class EmulatedTransaction(string id, string database, WireConnection connection, TimeSpan idleLimit) : IAsyncDisposable
{
    private readonly object _gate = new();
    private bool _working;
    private int _calls;

    public string Id { get; } = id;

    public string Database { get; } = database;

    public WireConnection Connection { get; } = connection;

    /// <summary>Ends the transaction when no call comes; stands still while one is under way.</summary>
    public ITimer? IdleTimer { get; set; }

    /// <summary>Ends the transaction after its longest life.</summary>
    public ITimer? LifeTimer { get; set; }

    /// <summary>True while no call is under way; a statement that outlived its call may be.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _calls == 0;
            }
        }
    }

    /// <summary>True when this call may go on: one at a time. One that may not is a sign of life all the same.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_working)
            {
                CountIdleTime();
                return false;
            }

            _working = true;
            _calls++;
            IdleTimer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    /// <summary>The work of the call is done.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _working = false;
        }
    }

    /// <summary>The call is answered.</summary>
    public void EndCall()
    {
        lock (_gate)
        {
            _calls--;
            CountIdleTime();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ITimer? timer in new[] { IdleTimer, LifeTimer })
        {
            if (timer is not null)
            {
                await timer.DisposeAsync().ConfigureAwait(false);
            }
        }

        await Connection.DisposeAsync().ConfigureAwait(false);
    }

    private void CountIdleTime()
    {
        if (_calls == 0)
        {
            IdleTimer!.Change(idleLimit, Timeout.InfiniteTimeSpan);
        }
    }
}
