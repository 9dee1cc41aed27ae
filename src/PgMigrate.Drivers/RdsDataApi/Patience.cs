namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>Waits between tries, longer and longer, with jitter so that many clients do not knock together, until its limit.</summary>
internal sealed class Patience(TimeSpan limit, RdsDataTiming timing)
{
    private readonly long _start = timing.Time.GetTimestamp();
    private TimeSpan _pause = timing.FirstPause;

    /// <summary>Time since the first try.</summary>
    public TimeSpan Waited => timing.Time.GetElapsedTime(_start);

    /// <summary>Waits; false when there is no time left for another try.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan left = limit - Waited;
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        TimeSpan pause = _pause * (0.8 + (0.4 * Random.Shared.NextDouble()));
        _pause = _pause * 2 < timing.LongestPause ? _pause * 2 : timing.LongestPause;
        await Task.Delay(pause < left ? pause : left, timing.Time, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
