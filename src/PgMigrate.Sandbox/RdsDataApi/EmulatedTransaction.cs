using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>A transaction that calls name by its identifier; it holds a server connection to itself.</summary>
internal sealed class EmulatedTransaction(string id, string database, WireConnection connection) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public string Id { get; } = id;

    public string Database { get; } = database;

    public WireConnection Connection { get; } = connection;

    /// <summary>Ends the transaction when no call comes; restarted by each call.</summary>
    public ITimer? IdleTimer { get; set; }

    /// <summary>Ends the transaction after its longest life.</summary>
    public ITimer? LifeTimer { get; set; }

    /// <summary>True when this call may go on: one at a time.</summary>
    public bool TryEnter() => _gate.Wait(0);

    public void Leave() => _gate.Release();

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
}
