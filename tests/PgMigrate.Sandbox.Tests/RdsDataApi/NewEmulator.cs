using Npgsql;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>Starts emulators on databases of their own.</summary>
internal static class NewEmulator
{
    public static async Task<RdsDataApiEmulator> StartAsync(SandboxFixture sandbox, RdsDataApiEmulatorOptions? options = null)
    {
        string database = new NpgsqlConnectionStringBuilder(await sandbox.CreateDatabaseAsync()).Database!;
        return await RdsDataApiEmulator.StartAsync(sandbox.Server, (options ?? new RdsDataApiEmulatorOptions()) with { Database = database });
    }
}
