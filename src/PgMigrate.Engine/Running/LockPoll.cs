namespace PgMigrate.Engine.Running;

/// <summary>Tries for a lock again and again, longer and longer apart, and tells who has it.</summary>
internal static class LockPoll
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the lock is taken.</summary>
    /// <param name="tryTake">One try.</param>
    /// <param name="holder">Says who has it.</param>
    /// <param name="remedy">What to do when it stays taken; null for the usual.</param>
    /// <param name="options">How long to try.</param>
    /// <param name="observer">Told once and then about every five seconds.</param>
    /// <param name="time">Measures.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RunLockedException">Another run held it all the time.</exception>
    public static async Task RunAsync(
        Func<Task<bool>> tryTake, Func<Task<string>> holder, string? remedy, RunOptions options, IRunObserver observer, TimeProvider time,
        CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        TimeSpan limit = options.LockTimeout ?? DefaultTimeout;
        TimeSpan pause = FirstPause;
        TimeSpan? reported = null;
        while (!await tryTake().ConfigureAwait(false))
        {
            TimeSpan waited = time.GetElapsedTime(start);
            if (waited >= limit)
            {
                var locked = new RunLockedException(await holder().ConfigureAwait(false), waited);
                throw remedy is null ? locked : new RunLockedException(locked.Holder, waited) { Remedy = remedy };
            }

            if (reported is null || waited - reported >= ReportEvery)
            {
                reported = waited;
                observer.OnEvent(new RunEvent.LockWaiting(await holder().ConfigureAwait(false), waited));
            }

            TimeSpan left = limit - waited;
            await Task.Delay(pause < left ? pause : left, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        observer.OnEvent(new RunEvent.LockAcquired());
    }
}
