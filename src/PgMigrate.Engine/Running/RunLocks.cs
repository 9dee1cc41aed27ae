namespace PgMigrate.Engine.Running;

/// <summary>Takes the kind of lock that a target has.</summary>
internal static class RunLocks
{
    /// <summary>Takes the lock, or waits for it.</summary>
    /// <exception cref="RunLockedException">Another run held it all the time.</exception>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    public static async Task<IRunLock> AcquireAsync(
        ISqlSessionFactory sessions, RunOptions options, IRunObserver observer, TimeProvider time, CancellationToken cancellationToken) =>
        sessions.Target == SqlTarget.PostgreSql
            ? await AdvisoryRunLock.AcquireAsync(sessions, options, observer, time, cancellationToken).ConfigureAwait(false)
            : await LeaseRunLock.AcquireAsync(sessions, options, observer, time, cancellationToken).ConfigureAwait(false);
}
