using System.Globalization;
using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The lock that lets one run at a time work on one history. It is a session-level advisory lock on a connection of its own that
/// holds no transaction, so that CREATE INDEX CONCURRENTLY, which waits for every older transaction, never waits for it. It is
/// tried and polled, never waited for on the server, for the same reason. The server frees it when the connection ends.
/// </summary>
internal sealed class AdvisoryRunLock : IRunLock
{
    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(200);

    private readonly LockConnection _connection;
    private readonly TimeProvider _time;

    private AdvisoryRunLock(ISqlSession session, DatabaseFacts facts, TimeProvider time)
    {
        _connection = new LockConnection(session, time);
        _time = time;
        Facts = facts;
    }

    /// <inheritdoc/>
    public DatabaseFacts Facts { get; }

    /// <summary>Never: what is under way is kept from others by the lock on its own session, so that it may end well.</summary>
    public CancellationToken Lost => CancellationToken.None;

    /// <inheritdoc/>
    public bool IsOfSession => true;

    /// <summary>Takes the lock, or waits for it.</summary>
    /// <returns>The lock, or null when a connection pooler stands in between and <see cref="RunLockMode.Auto"/> leaves the choice.</returns>
    /// <exception cref="RunLockedException">Another run held it all the time.</exception>
    public static async Task<IRunLock?> AcquireAsync(
        ISqlSessionFactory sessions, RunOptions options, IRunObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        AdvisoryTry last = default;
        RunLockHolder? lease = null;
        try
        {
            await LockPoll.RunAsync(TakeAsync, HolderAsync, null, options, observer, time, cancellationToken).ConfigureAwait(false);
            if (!last.IsPooled)
            {
                return new AdvisoryRunLock(session, last.Facts!, time);
            }

            await session.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        async Task<bool> TakeAsync()
        {
            last = await AdvisoryTry.MakeAsync(session, options, cancellationToken).ConfigureAwait(false);
            lease = last.Taken ? await last.FindLeaseAsync(session, options, cancellationToken).ConfigureAwait(false) : null;
            return last.IsPooled || (last.Taken && lease is null);
        }

        async Task<string> HolderAsync() =>
            (lease ?? await AdvisoryKeys.ReadHolderAsync(batch => session.QueryAsync(batch, cancellationToken), options.HistoryTable).ConfigureAwait(false))
            ?.ToString() ?? "a run that has just ended";
    }

    /// <inheritdoc/>
    public void ThrowIfLost()
    {
        if (_connection.Lost is { } failure)
        {
            throw LostBecause(failure);
        }
    }

    /// <summary>Its connection holds it for as long as it answers; that it is lost may not have been noticed yet, by a process that was stopped.</summary>
    public async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        ThrowIfLost();
        try
        {
            await _connection.QueryAsync(new SqlBatch(new SqlCommand("SELECT 1")), cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException error)
        {
            throw LostBecause(error.Failure);
        }
    }

    /// <inheritdoc/>
    public IHistoryStore Guard(IHistoryStore store) => store;

    /// <summary>A replaced session's process may still hold the transaction; a session that is alive is idle and is no risk.</summary>
    public async Task SettleAsync(ISqlSession session, WorkSession work, CancellationToken cancellationToken)
    {
        var question = new SqlCommand(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE pid OPERATOR(pg_catalog.=) $1 AND pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid())",
            SqlParameter.Integer(work.ProcessId));
        while ((await session.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false))[0][0].GetBoolean(0))
        {
            await Task.Delay(SettlePause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BlockingSession>> ReadBlockersAsync(int processId, CancellationToken cancellationToken)
    {
        var question = new SqlCommand(
            $"""
            SELECT {BlockingSession.Columns}
            FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) AS b(pid)
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) b.pid
            """,
            SqlParameter.Integer(processId));
        IReadOnlyList<SqlRow> rows = (await _connection.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false))[0];
        return [.. rows.Select(BlockingSession.FromRow).DistinctBy(session => session.ProcessId)];
    }

    /// <inheritdoc/>
    public Task AlsoHoldAsync(long key, string tool, RunOptions options, IRunObserver observer, CancellationToken cancellationToken)
    {
        string holder = $"{tool}, which holds its own lock (advisory {key.ToString(CultureInfo.InvariantCulture)})";
        return LockPoll.RunAsync(TakeAsync, () => Task.FromResult(holder), null, options, observer, _time, cancellationToken);

        async Task<bool> TakeAsync()
        {
            var question = new SqlCommand("SELECT pg_catalog.pg_try_advisory_lock($1)", SqlParameter.BigInt(key));
            var results = await _connection.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false);
            return results[0][0].GetBoolean(0);
        }
    }

    /// <summary>Frees the lock and closes its connection; when the connection is gone the server has freed it already.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static SqlFailureException LostBecause(SqlFailure failure) => new(new SqlFailure
    {
        Message = $"The connection that held the run's lock was lost, so the run was stopped before its next statement: {failure.Message}",
        Hint = "Nothing was under way. Run Invoke-Migration again.",
    });
}
