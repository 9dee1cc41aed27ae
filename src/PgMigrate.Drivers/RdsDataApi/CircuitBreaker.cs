namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>
/// Keeps all sessions of a database from knocking at a service that fails: after some failures in a row every call waits until a
/// while after the last one. The first that goes well opens the way again.
/// </summary>
internal sealed class CircuitBreaker(RdsDataTiming timing)
{
    /// <summary>Failures in a row after which calls wait.</summary>
    private const int Threshold = 5;

    private readonly object _gate = new();
    private int _failures;
    private long _lastFailure;

    /// <summary>Waits while the way is shut.</summary>
    public async Task WaitAsync()
    {
        TimeSpan left;
        lock (_gate)
        {
            left = _failures < Threshold ? TimeSpan.Zero : timing.BreakPause - timing.Time.GetElapsedTime(_lastFailure);
        }

        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, timing.Time).ConfigureAwait(false);
        }
    }

    /// <summary>Takes note of how a call went.</summary>
    /// <param name="well">False when the service itself failed.</param>
    public void Report(bool well)
    {
        lock (_gate)
        {
            _failures = well ? 0 : _failures + 1;
            _lastFailure = timing.Time.GetTimestamp();
        }
    }
}
