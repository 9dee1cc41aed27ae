namespace PgMigrate.Engine.Running;

/// <summary>
/// A second advisory lock, on the session that does the work. The run's own lock is on a connection of its own; when only that
/// one is lost (a proxy's idle limit, an administrator), the server frees it while the migration under way goes on, and another
/// run would read a history that does not have it yet and apply it again. This lock ends with the work itself. It is taken
/// before the history is read, and polled, for the same reasons as the run's own.
/// </summary>
internal static class WorkLock
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly string Question = $"SELECT pg_catalog.pg_try_advisory_lock({AdvisoryKeys.Work}), pg_catalog.pg_backend_pid()";

    /// <summary>Sets the session up and takes the lock, in one round trip unless it must wait.</summary>
    /// <returns>The session's server process.</returns>
    /// <exception cref="RunLockedException">An earlier run was at work all the time.</exception>
    public static async Task<int> TakeAsync(ISqlSession session, RunOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var batch = new SqlBatch([.. SessionSettings.From(options).Commands, new SqlCommand(Question, AdvisoryKeys.Parameters(options.HistoryTable))]);
        long start = time.GetTimestamp();
        while (true)
        {
            var results = await session.QueryAsync(batch, cancellationToken).ConfigureAwait(false);
            SqlRow row = results[^1][0];
            if (row.GetBoolean(0))
            {
                return (int)row.GetInt64(1);
            }

            TimeSpan waited = time.GetElapsedTime(start);
            if (waited >= (options.LockTimeout ?? DefaultTimeout))
            {
                RunLockHolder? holder = await AdvisoryKeys.ReadHolderAsync(
                    question => session.QueryAsync(question, cancellationToken), options.HistoryTable).ConfigureAwait(false);

                // The run's own lock is this run's; the work is the other's.
                holder = holder is { WorkProcess: not null } ? holder with { LockProcess = null } : null;
                throw new RunLockedException(holder?.ToString() ?? "an earlier run that lost its lock's connection and is still at work", waited);
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
