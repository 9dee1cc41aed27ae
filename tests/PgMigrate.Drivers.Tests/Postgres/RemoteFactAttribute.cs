namespace PgMigrate.Drivers.Tests.Postgres;

/// <summary>A fact that needs an address of this machine which is not loopback.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RemoteFactAttribute : FactAttribute
{
    public RemoteFactAttribute() => Skip = TlsDefaultTests.NoAddress;
}
