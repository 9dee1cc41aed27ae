using System.Collections.Concurrent;
using System.Security.Cryptography;
using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>The open transactions.</summary>
internal sealed class TransactionTable(RdsDataApiEmulatorOptions options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, EmulatedTransaction> _open = new(StringComparer.Ordinal);

    public int Count => _open.Count;

    public EmulatedTransaction Add(string database, WireConnection connection)
    {
        string id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(96));
        var transaction = new EmulatedTransaction(id, database, connection);
        _open[id] = transaction;
        transaction.IdleTimer = options.Time.CreateTimer(_ => Expire(transaction), null, options.IdleTransactionLimit, Timeout.InfiniteTimeSpan);
        transaction.LifeTimer = options.Time.CreateTimer(_ => Expire(transaction), null, options.TransactionLimit, Timeout.InfiniteTimeSpan);
        return transaction;
    }

    /// <summary>Takes the transaction for one call; <see cref="Leave"/> gives it back.</summary>
    /// <exception cref="ServiceError">There is none, or a statement of it is still under way.</exception>
    public EmulatedTransaction Enter(string id)
    {
        if (!_open.TryGetValue(id, out EmulatedTransaction? transaction))
        {
            throw ServiceError.TransactionNotFound(id);
        }

        transaction.IdleTimer!.Change(options.IdleTransactionLimit, Timeout.InfiniteTimeSpan);
        return transaction.TryEnter() ? transaction : throw ServiceError.Database("Transaction is still running a query");
    }

    public void Leave(EmulatedTransaction transaction)
    {
        transaction.Leave();
        if (_open.ContainsKey(transaction.Id))
        {
            transaction.IdleTimer!.Change(options.IdleTransactionLimit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Forgets a transaction that has ended and closes its connection, which rolls back what is open.</summary>
    public async Task RemoveAsync(EmulatedTransaction transaction)
    {
        if (_open.TryRemove(transaction.Id, out _))
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (EmulatedTransaction transaction in _open.Values)
        {
            await RemoveAsync(transaction).ConfigureAwait(false);
        }
    }

    private void Expire(EmulatedTransaction transaction) => _ = RemoveAsync(transaction);
}
