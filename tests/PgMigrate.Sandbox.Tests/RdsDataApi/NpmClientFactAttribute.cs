namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>A fact that needs a server and AWS's own client from npm (4 MB, kept in a cache); skipped without, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmClientFactAttribute : FactAttribute
{
    public NpmClientFactAttribute()
    {
        bool ci = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Skip = ci ? null : PostgresAvailability.SkipReason ?? NpmDataApiClient.WhyNot;
    }
}
