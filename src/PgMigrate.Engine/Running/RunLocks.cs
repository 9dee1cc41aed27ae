namespace PgMigrate.Engine.Running;

/// <summary>Takes the kind of lock that a target has.</summary>
internal static class RunLocks
{
    /// <summary>Takes the lock, or waits for it.</summary>
    /// <exception cref="RunLockedException">Another run held it all the time.</exception>
    /// <exception cref="SqlFailureException">The database refused, or has no lock of the kind that is asked for.</exception>
    public static async Task<IRunLock> AcquireAsync(
        ISqlSessionFactory sessions, RunOptions options, IRunObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        bool canHold = sessions.Target == SqlTarget.PostgreSql;
        if (!canHold && options.LockMode == RunLockMode.Advisory)
        {
            throw new SqlFailureException(new SqlFailure
            {
                Message = $"{sessions.Target} has no session that could hold an advisory lock.",
                Hint = "Leave -LockMode out: a lease is used.",
            });
        }

        if (canHold && options.LockMode != RunLockMode.Lease)
        {
            if (await AdvisoryRunLock.AcquireAsync(sessions, options, observer, time, cancellationToken).ConfigureAwait(false) is { } held)
            {
                return held;
            }

            observer.OnEvent(new RunEvent.Message(
                "A connection pooler stands before the server, so the run's lock is a lease. If each client has a server connection of its own there, "
                + "-LockMode Advisory needs no table.",
                IsWarning: false));
        }

        return await LeaseRunLock.AcquireAsync(sessions, options, observer, time, cancellationToken).ConfigureAwait(false);
    }
}
