using System.Globalization;
using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>Finds who holds a history's lock and frees it.</summary>
/// <param name="sessions">The database.</param>
/// <param name="time">Measures waits.</param>
public sealed class RunUnlocker(ISqlSessionFactory sessions, TimeProvider time)
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Who holds it: nobody, one, or one of each kind while the second waits.</summary>
    /// <param name="options">Names the history.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    public async Task<IReadOnlyList<RunLockHolder>> FindAsync(RunOptions options, CancellationToken cancellationToken = default)
    {
        options = HistoryStores.Named(options);
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            (bool hasLeases, DatabaseFacts facts) = await LeaseRunLock.ReadAsync(session, options, cancellationToken).ConfigureAwait(false);
            options = Schemed(options, facts);
            RunLockHolder? lease = hasLeases
                ? await Leases(options).ReadHolderAsync(session, cancellationToken).ConfigureAwait(false) : null;
            return [.. new[] { await AdvisoryAsync(session, options, cancellationToken).ConfigureAwait(false), lease }.OfType<RunLockHolder>()];
        }
    }

    /// <summary>
    /// Frees it. A lease is ended, and every further write of its owner fails. An advisory lock goes with the server processes that hold
    /// it and do the work; what they were at is rolled back, but a CREATE INDEX CONCURRENTLY leaves an invalid index.
    /// </summary>
    /// <param name="options">Names the history.</param>
    /// <param name="holder">Who was found.</param>
    /// <param name="evenAlive">Also when the holder gives signs of life.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What was done; nothing when another holds it now, or this one has given a sign of life.</returns>
    /// <exception cref="SqlFailureException">The database refused: 42501 without the right to end that session.</exception>
    public async Task<RunUnlock> FreeAsync(RunOptions options, RunLockHolder holder, bool evenAlive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(holder);
        options = HistoryStores.Named(options);
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return holder.Lease is { } lease
                ? await EndLeaseAsync(session, options, holder, lease, evenAlive, cancellationToken).ConfigureAwait(false)
                : await TerminateAsync(session, options, holder, evenAlive, cancellationToken).ConfigureAwait(false);
        }
    }

    private static LeaseTable Leases(RunOptions options) => new(options.HistoryTable, SqlTarget.PostgreSql);

    /// <summary>The options with the history's schema, which a search path gave.</summary>
    /// <exception cref="HistoryUnusableException">The table in its place carries somebody's code.</exception>
    private static RunOptions Schemed(RunOptions options, DatabaseFacts facts)
    {
        HistoryStores.RefusePlanted(options.HistoryTable, facts);
        return options with { HistoryTable = options.HistoryTable with { Schema = options.HistoryTable.Schema ?? facts.Schema } };
    }

    private static async Task<RunLockHolder?> AdvisoryAsync(ISqlSession session, RunOptions options, CancellationToken cancellationToken) =>
        session.Target == SqlTarget.AuroraDsql ? null
            : await AdvisoryKeys.ReadHolderAsync(batch => session.QueryAsync(batch, cancellationToken), options.HistoryTable).ConfigureAwait(false);

    private static async Task<RunUnlock> EndLeaseAsync(
        ISqlSession session, RunOptions options, RunLockHolder holder, Guid lease, bool evenAlive, CancellationToken cancellationToken)
    {
        (_, DatabaseFacts facts) = await LeaseRunLock.ReadAsync(session, options, cancellationToken).ConfigureAwait(false);
        LeaseTable table = Leases(Schemed(options, facts));
        var batch = new SqlBatch(table.End(lease, evenAlive)) { IsRepeatable = true };
        bool ended = (await session.QueryAsync(batch, cancellationToken).ConfigureAwait(false))[^1].Count > 0;
        return new RunUnlock(holder, ended, ended
            ? $"The lease in {table.Table} was ended. Its owner, should it come back, can write nothing more to the history."
            : "Nothing was done: the lease is another's now, or its owner has renewed it meanwhile.");
    }

    private async Task<RunUnlock> TerminateAsync(
        ISqlSession session, RunOptions options, RunLockHolder holder, bool evenAlive, CancellationToken cancellationToken)
    {
        var batch = new SqlBatch([.. SessionSettings.From(options).Commands, AdvisoryKeys.Terminate(options.HistoryTable, holder, evenAlive)]);
        int[] ended = [.. (await session.QueryAsync(batch, cancellationToken).ConfigureAwait(false))[^1].Select(row => (int)row.GetInt64(0))];
        if (ended.Length == 0)
        {
            return new RunUnlock(holder, Freed: false, "Nothing was done: the processes hold the lock no more, or a sign of life has come meanwhile.");
        }

        string which = string.Join(" and ", ended.Select(process => process.ToString(CultureInfo.InvariantCulture)));
        for (long start = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false))
        {
            // The clock first: what ended while this machine stood still is seen by the last look.
            bool isLast = time.GetElapsedTime(start) >= EndLimit;
            RunLockHolder? now = await AdvisoryAsync(session, options, cancellationToken).ConfigureAwait(false);
            if (!ended.Any(process => process == now?.LockProcess || process == now?.WorkProcess))
            {
                return new RunUnlock(holder, Freed: true, $"The server process {which} was ended; the lock went with it, and what it had not committed was rolled back.");
            }

            if (isLast)
            {
                return new RunUnlock(holder, Freed: false, $"The server process {which} was told to end, and has not ended yet.");
            }
        }
    }
}
