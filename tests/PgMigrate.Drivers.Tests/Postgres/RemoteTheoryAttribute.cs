namespace PgMigrate.Drivers.Tests.Postgres;

/// <summary>A theory that needs an address of this machine which is not loopback.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RemoteTheoryAttribute : TheoryAttribute
{
    public RemoteTheoryAttribute() => Skip = TlsDefaultTests.NoAddress;
}
