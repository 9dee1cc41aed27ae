namespace PgMigrate.Drivers.Tests.History;

/// <summary>A fact that runs the tools of <see cref="NpmPeers"/> on a real server; skipped with the reason where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmToolsFactAttribute : FactAttribute
{
    public NpmToolsFactAttribute()
    {
        Skip = PostgresAvailability.SkipReason ?? NpmPeers.ToolSkipReason;
        Timeout = TestLimit.Milliseconds;
    }
}
