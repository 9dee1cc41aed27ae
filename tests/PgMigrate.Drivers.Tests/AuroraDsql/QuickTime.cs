namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Waits a hundredth of what is asked, counts the waits, and lets time jump.</summary>
internal sealed class QuickTime : TimeProvider
{
    private long _jumped;
    private int _waits;

    public int Waits => _waits;

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, (long)(by.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _jumped);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Interlocked.Increment(ref _waits);
        }

        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }
}
