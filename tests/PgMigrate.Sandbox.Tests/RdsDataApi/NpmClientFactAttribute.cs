namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>A fact that needs a server and AWS's own client from npm (4 MB, kept in a cache); skipped without npm or its registry.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmClientFactAttribute : FactAttribute
{
    public NpmClientFactAttribute()
    {
        Skip = PostgresAvailability.SkipReason ?? NpmDataApiClient.WhyNot ?? NpmRegistry.WhyNot;
        Timeout = TestLimit.Milliseconds;
    }
}
