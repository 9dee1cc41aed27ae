using Npgsql;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>Starts emulators on databases of their own.</summary>
internal static class NewEmulator
{
    /// <summary>Starts one. By the real clock a call may take as long as a test waits, so that a machine that stands still fails none.</summary>
    public static async Task<RdsDataApiEmulator> StartAsync(SandboxFixture sandbox, RdsDataApiEmulatorOptions? options = null)
    {
        options ??= new RdsDataApiEmulatorOptions();
        options = options.Time == TimeProvider.System ? options with { StatementLimit = TestLimit.OneWait } : options;
        string database = new NpgsqlConnectionStringBuilder(await sandbox.CreateDatabaseAsync()).Database!;
        return await RdsDataApiEmulator.StartAsync(sandbox.Server, options with { Database = database });
    }
}
