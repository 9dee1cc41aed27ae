using System.Collections.Concurrent;
using System.Security.Cryptography;
using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>The open transactions.</summary>
internal sealed class TransactionTable(RdsDataApiEmulatorOptions options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, EmulatedTransaction> _open = new(StringComparer.Ordinal);

    private volatile bool _ended;

    public int Count => _open.Count;

    /// <summary>Takes a transaction in, and its connection.</summary>
    /// <exception cref="ObjectDisposedException">The emulator ends; the connection is closed.</exception>
    public async Task<EmulatedTransaction> AddAsync(string database, WireConnection connection)
    {
        string id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(96));
        var transaction = new EmulatedTransaction(id, database, connection, options.IdleTransactionLimit);
        _open[id] = transaction;
        transaction.IdleTimer = options.Time.CreateTimer(_ => Expire(transaction), null, options.IdleTransactionLimit, Timeout.InfiniteTimeSpan);
        transaction.LifeTimer = options.Time.CreateTimer(_ => _ = RemoveAsync(transaction), null, options.TransactionLimit, Timeout.InfiniteTimeSpan);
        if (_ended)
        {
            // A call that was under way when the emulator ended; nobody else would close its connection.
            await RemoveAsync(transaction).ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(TransactionTable));
        }

        return transaction;
    }

    /// <summary>
    /// Takes the transaction for one call. <see cref="EmulatedTransaction.EndCall"/> is told when that is answered,
    /// <see cref="EmulatedTransaction.Leave"/> when its work is done, which may be later.
    /// </summary>
    /// <exception cref="ServiceError">There is none, or a statement of it is still under way.</exception>
    public EmulatedTransaction Enter(string id) =>
        !_open.TryGetValue(id, out EmulatedTransaction? transaction) ? throw ServiceError.TransactionNotFound(id)
        : transaction.TryEnter() ? transaction
        : throw ServiceError.Database("Transaction is still running a query");

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
        _ended = true;
        foreach (EmulatedTransaction transaction in _open.Values)
        {
            await RemoveAsync(transaction).ConfigureAwait(false);
        }
    }

    private void Expire(EmulatedTransaction transaction)
    {
        // A call that came at the same moment was first.
        if (transaction.IsIdle)
        {
            _ = RemoveAsync(transaction);
        }
    }
}
