using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Testing;

/// <summary>How the tests start a server of their own.</summary>
internal static class TestServer
{
    /// <summary>
    /// With time for a machine that stands still, and without autovacuum, which takes locks and gathers statistics at moments that no test
    /// chooses.
    /// </summary>
    public static LocalPostgresOptions Options { get; } = new()
    {
        StartTimeout = TestLimit.OneWait,
        Settings = new Dictionary<string, string> { ["autovacuum"] = "off" },
    };
}
