using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>
/// Repeats work that lost against another transaction: SQLSTATE 40001, <c>OC000</c> for rows and <c>OC001</c> for the catalog. The
/// service keeps nothing of it then. Nothing else is repeated.
/// </summary>
internal static class OccRetry
{
    /// <summary>Tries in all; a busy catalog was seen to need several.</summary>
    public const int MaxTries = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static bool IsConflict(SqlFailure failure) => failure.SqlState == "40001";

    /// <summary>The pause after a try: doubled each time up to 5 s, and up to a quarter more, so that two runs part.</summary>
    /// <param name="tries">Tries so far, from 1.</param>
    /// <param name="random">From 0 up to 1.</param>
    public static TimeSpan PauseAfter(int tries, double random)
    {
        TimeSpan pause = FirstPause * Math.Pow(2, Math.Min(tries - 1, 10));
        pause = pause < LongestPause ? pause : LongestPause;
        return pause + (pause / 4 * random);
    }

    /// <summary>Runs the work until it does not conflict.</summary>
    /// <param name="work">All of a transaction, from its beginning.</param>
    /// <param name="time">Waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work, TimeProvider time, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (SqlFailureException error) when (IsConflict(error.Failure) && tries < MaxTries)
            {
                // Jitter decides nothing that must be hard to guess.
                await Task.Delay(PauseAfter(tries, Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
