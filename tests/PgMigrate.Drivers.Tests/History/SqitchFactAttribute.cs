using PgMigrate.Drivers.Tests.RealInput;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>A fact that runs sqitch (Debian: <c>sqitch</c>, <c>libdbd-pg-perl</c>) on a real server; skipped where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SqitchFactAttribute : FactAttribute
{
    public SqitchFactAttribute()
    {
        Skip = PostgresAvailability.SkipReason ?? ExternalProgram.WhyMissing("sqitch", "psql");
        Timeout = TestLimit.Milliseconds;
    }
}
