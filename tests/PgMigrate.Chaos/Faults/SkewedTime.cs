namespace PgMigrate.Chaos.Faults;

/// <summary>A clock that is wrong by some time.</summary>
internal sealed class SkewedTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
