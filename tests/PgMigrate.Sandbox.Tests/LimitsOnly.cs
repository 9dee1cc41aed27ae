namespace PgMigrate.Sandbox.Tests;

/// <summary>Timers by hand, the time of day for real.</summary>
internal sealed class LimitsOnly(ManualTime timers) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        timers.CreateTimer(callback, state, dueTime, period);
}
