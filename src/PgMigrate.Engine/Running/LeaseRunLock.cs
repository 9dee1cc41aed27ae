using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The lock for targets whose sessions hold no advisory lock: a lease in a table, renewed while the run goes on. It is taken over
/// only when it has run out by the server's clock, and each history write checks it in its own transaction; so a run that was
/// only slow, and comes back after another took over, can write nothing more. A lone statement outside a transaction cannot be
/// tied to it: such a statement may end after the lease was lost, and then stays unrecorded.
/// </summary>
internal sealed class LeaseRunLock : IRunLock
{
    private static readonly TimeSpan RenewEvery = LeaseTable.Length / 3;

    private readonly ISqlSession _session;
    private readonly LeaseTable _table;
    private readonly Guid _lease;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;
    private readonly Task _expiring;
    private long _renewed;

    private LeaseRunLock(ISqlSession session, LeaseTable table, Guid lease, DatabaseFacts facts, TimeProvider time, long taken)
    {
        _session = session;
        _table = table;
        _lease = lease;
        _time = time;
        _renewed = taken;
        Facts = facts;
        _renewing = RenewAsync(_stop.Token);
        _expiring = ExpireAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public DatabaseFacts Facts { get; }

    /// <inheritdoc/>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Time until it runs out unless it is renewed, by this side's clock, which began to count no later than the server's.</summary>
    internal TimeSpan Left => LeaseTable.Length - _time.GetElapsedTime(Interlocked.Read(ref _renewed));

    /// <summary>A process that was stopped for a while goes on before its timers tell it that too much time has passed.</summary>
    public void ThrowIfLost()
    {
        if (_lost.IsCancellationRequested || Left <= TimeSpan.Zero)
        {
            throw new SqlFailureException(new SqlFailure
            {
                Message = "The run's lock was lost: it could not be renewed in time, or another run took it over. The run was stopped before its next statement.",
                Hint = "Nothing was under way. Run Invoke-Migration again.",
            });
        }
    }

    /// <summary>Takes the lease, or waits for it. Makes its table when there is none.</summary>
    /// <exception cref="RunLockedException">Another run held it all the time.</exception>
    /// <exception cref="HistoryUnusableException">The table in its place carries somebody's code.</exception>
    public static async Task<IRunLock> AcquireAsync(
        ISqlSessionFactory sessions, RunOptions options, IRunObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            (bool exists, DatabaseFacts facts) = await ReadAsync(session, options, cancellationToken).ConfigureAwait(false);
            HistoryTableName history = options.HistoryTable with { Schema = options.HistoryTable.Schema ?? facts.Schema };
            if (history.Schema is null)
            {
                // There is no place for a history, so that nothing can be run: the plan says so.
                return new NoRunLock(session, facts);
            }

            HistoryStores.RefusePlanted(history, facts);
            var table = new LeaseTable(history, session.Target);
            if (!exists)
            {
                await CreateAsync(session, table, options, cancellationToken).ConfigureAwait(false);
            }

            var lease = Guid.NewGuid();
            var owner = new LeaseOwner(options.RunId, facts.User, Environment.MachineName, Environment.ProcessId);
            long asked = 0;
            await LockPoll.RunAsync(
                TakeAsync, WhoAsync, Remedy(table), options, observer, time, cancellationToken)
                .ConfigureAwait(false);
            return new LeaseRunLock(session, table, lease, facts, time, asked);

            async Task<bool> TakeAsync()
            {
                asked = time.GetTimestamp();
                try
                {
                    return await AnyAsync(session, table.Take(lease, owner), cancellationToken).ConfigureAwait(false);
                }
                catch (SqlFailureException error) when (IsConflict(error))
                {
                    return false;
                }
            }

            async Task<string> WhoAsync()
            {
                try
                {
                    return await HolderAsync(session, table, history, cancellationToken).ConfigureAwait(false);
                }
                catch (SqlFailureException error) when (IsConflict(error))
                {
                    return "a run that is at work now";
                }
            }
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public IHistoryStore Guard(IHistoryStore store) => new LeaseHistoryStore(store, _table, _lease);

    /// <inheritdoc/>
    public SqlCommand Guard(SqlCommand command) => _table.Guard(command, _lease);

    /// <summary>The last transaction wrote the lease's row, so whoever locks the row next has waited for that transaction's end.</summary>
    public Task SettleAsync(ISqlSession session, WorkSession work, CancellationToken cancellationToken) =>
        session.ExecuteAsync(new SqlBatch(_table.Settle()) { IsRepeatable = true }, cancellationToken);

    /// <summary>Gives the lease back. When that fails it runs out by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_renewing, _expiring).ConfigureAwait(false);
        }
        finally
        {
            await ReleaseAsync().ConfigureAwait(false);
        }
    }

    private async Task ReleaseAsync()
    {
        using var limit = new CancellationTokenSource(WorkSession.CleanUpLimit, _time);
        try
        {
            await _session.ExecuteAsync(new SqlBatch(_table.Release(_lease)) { IsRepeatable = true }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            // The next run waits until the lease has run out; nothing else is wrong.
        }

        await _session.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _lost.Dispose();
    }

    private static string Remedy(LeaseTable table) =>
        "Wait for the other run to end, or give a longer -LockTimeout. If it is dead, its lock runs out by itself, "
        + FormattableString.Invariant($"at most {LeaseTable.Length.TotalSeconds} s after it was last seen ({table.Table}); Unlock-Migration ends it sooner.");

    /// <summary>
    /// Who holds the lease keeps others' statements from ending while it makes definitions on Aurora DSQL (OC001): that is as good as being
    /// told that it is taken.
    /// </summary>
    private static bool IsConflict(SqlFailureException error) => error.Failure is { SqlState: "40001", Outcome: SqlOutcome.NotApplied, ConnectionLost: false };

    private static async Task<bool> AnyAsync(ISqlSession session, SqlCommand command, CancellationToken cancellationToken) =>
        (await session.QueryAsync(new SqlBatch(command) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false))[^1].Count > 0;

    /// <summary>Tells whether the table of leases is there, and the facts.</summary>
    internal static async Task<(bool Exists, DatabaseFacts Facts)> ReadAsync(ISqlSession session, RunOptions options, CancellationToken cancellationToken)
    {
        var question = new SqlCommand(
            $"SELECT {LeaseTable.Exists}, {DatabaseFacts.Columns(session.Target)}",
            SqlParameter.Text(options.HistoryTable.Schema), SqlParameter.Text(options.HistoryTable.Table),
            SqlParameter.Text(LeaseTable.NameFor(options.HistoryTable).Table));
        SqlBatch batch = SessionSettings.From(options).Around(question, session.Target);
        SqlRow row = (await session.QueryAsync(batch, cancellationToken).ConfigureAwait(false))[^1][0];
        return (row.GetBoolean(0), DatabaseFacts.FromRow(row, 1));
    }

    /// <summary>Two runs that make the table at once may collide in the catalog although each says IF NOT EXISTS.</summary>
    private static async Task CreateAsync(ISqlSession session, LeaseTable table, RunOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(new SqlBatch(table.Create()) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException)
        {
            if (!(await ReadAsync(session, options, cancellationToken).ConfigureAwait(false)).Exists)
            {
                throw;
            }
        }
    }

    private static async Task<string> HolderAsync(ISqlSession session, LeaseTable table, HistoryTableName history, CancellationToken cancellationToken)
    {
        RunLockHolder? holder = await table.ReadHolderAsync(session, cancellationToken).ConfigureAwait(false);
        if (holder is null && session.Target != SqlTarget.AuroraDsql)
        {
            // No lease, so it is a run that has a session of its own.
            holder = await AdvisoryKeys.ReadHolderAsync(batch => session.QueryAsync(batch, cancellationToken), history).ConfigureAwait(false);
        }

        return holder?.ToString() ?? "a run that has just ended";
    }

    private async Task RenewAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(RenewEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                long asked = _time.GetTimestamp();
                bool? held = await TryRenewAsync(stop).ConfigureAwait(false);
                if (held == true)
                {
                    Interlocked.Exchange(ref _renewed, asked);
                }
                else if (held == false)
                {
                    await _lost.CancelAsync().ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended.
        }
        catch
        {
            // Nobody renews it any more. Who ends the run is told why.
            await _lost.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Tells of its end in time: an answer to a renewal may come much later, or never.</summary>
    private async Task ExpireAsync(CancellationToken stop)
    {
        try
        {
            while (Left is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left, _time, stop).ConfigureAwait(false);
            }

            await _lost.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended.
        }
    }

    /// <summary>True: renewed. False: another has it. Null: the database did not answer; there is time for another try.</summary>
    private async Task<bool?> TryRenewAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(RenewEvery);
        try
        {
            return await AnyAsync(_session, _table.Renew(_lease), limit.Token).ConfigureAwait(false);
        }
        catch (SqlFailureException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
