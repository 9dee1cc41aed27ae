using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>
/// Repeats work that lost against another transaction: SQLSTATE 40001, <c>OC000</c> for rows and <c>OC001</c> for the catalog. The
/// service keeps nothing of it then. Nothing else is repeated.
/// </summary>
internal static class OccRetry
{
    /// <summary>Tries in all.</summary>
    public const int MaxTries = 10;

    /// <summary>
    /// Tries in all against the catalog. While another run makes definitions each of them is a conflict for everyone's next statement, so
    /// that a longer pause is no better a chance, and a busy catalog was seen to need several.
    /// </summary>
    public const int MaxCatalogTries = 25;

    private const string CatalogCode = "OC001";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestCatalogPause = TimeSpan.FromMilliseconds(800);

    public static bool IsConflict(SqlFailure failure) => failure.SqlState == "40001";

    /// <summary>The pause after a try: doubled each time up to 5 s, or 0.8 s for the catalog, and up to a quarter more, so that two runs part.</summary>
    /// <param name="tries">Tries so far, from 1.</param>
    /// <param name="random">From 0 up to 1.</param>
    /// <param name="isCatalog">True for a conflict over the catalog.</param>
    public static TimeSpan PauseAfter(int tries, double random, bool isCatalog = false)
    {
        TimeSpan longest = isCatalog ? LongestCatalogPause : LongestPause;
        TimeSpan pause = FirstPause * Math.Pow(2, Math.Min(tries - 1, 10));
        pause = pause < longest ? pause : longest;
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
            catch (SqlFailureException error) when (IsConflict(error.Failure) && tries < (IsCatalog(error.Failure) ? MaxCatalogTries : MaxTries))
            {
                // Jitter decides nothing that must be hard to guess.
                await Task.Delay(PauseAfter(tries, Random.Shared.NextDouble(), IsCatalog(error.Failure)), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsCatalog(SqlFailure failure) => failure.Message.Contains(CatalogCode, StringComparison.Ordinal);
}
