using System.Diagnostics;

namespace PgMigrate.Drivers.NodePgMigrate;

/// <summary>A limit of time that can be stopped and started again.</summary>
internal sealed class RunClock : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _source = new();
    private readonly Stopwatch _running = Stopwatch.StartNew();

    public RunClock(TimeSpan limit)
    {
        _limit = limit;
        Resume();
    }

    /// <summary>Cancelled when the time is over.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True when the time is over.</summary>
    public bool IsOver => _source.IsCancellationRequested;

    public void Restart()
    {
        _running.Restart();
        Resume();
    }

    public void Pause()
    {
        _running.Stop();
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void Resume()
    {
        _running.Start();
        TimeSpan left = _limit - _running.Elapsed;
        _source.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    public void Dispose() => _source.Dispose();
}
