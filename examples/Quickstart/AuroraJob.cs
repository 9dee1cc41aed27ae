using PgMigrate.Drivers;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.Postgres;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Quickstart;

/// <summary>The same migrations on stand-ins for the RDS Data API and for Aurora DSQL.</summary>
/// <param name="say">Announces a step.</param>
/// <param name="stop">Ends it.</param>
internal sealed class AuroraJob(Action<string> say, CancellationToken stop)
{
    /// <summary>True when both went as they should.</summary>
    /// <param name="server">The server behind the stand-ins.</param>
    public async Task<bool> RunAsync(LocalPostgres server)
    {
        say("Apply the same files through the RDS Data API (a stand-in)");
        bool dataApi = await RunDataApiAsync(server);

        say("Apply their version for Aurora DSQL (a simulator)");
        await using DsqlSimulator simulator = await DsqlSimulator.StartAsync(new DsqlSimulatorOptions { Server = server }, stop);
        return await ApplyAsync(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), "migrations-dsql") && dataApi;
    }

    private async Task<bool> RunDataApiAsync(LocalPostgres server)
    {
        const string Database = "shop_aurora";
        await server.CreateDatabaseAsync(Database, stop);
        await using RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(server, cancellationToken: stop);
        return await ApplyAsync(
            DriverFactory.CreateRdsDataApi(new RdsDataApiOptions
            {
                ResourceArn = emulator.Options.ResourceArn,
                SecretArn = emulator.Options.SecretArn,
                Database = Database,
                Region = emulator.Options.Region,
                ServiceUrl = emulator.Endpoint,
                AccessKeyId = emulator.Options.AccessKeyId,
                SecretAccessKey = emulator.Options.SecretAccessKey,
            }),
            "migrations");
    }

    private async Task<bool> ApplyAsync(ISqlSessionFactory database, string folder)
    {
        MigrationSet set = MigrationFolder.Read(Path.Combine(AppContext.BaseDirectory, folder));
        var runner = new MigrationRunner(database, new ConsoleObserver(), TimeProvider.System);
        RunResult first = await runner.RunAsync(set, new RunOptions(), stop);
        RunResult second = await runner.RunAsync(set, new RunOptions(), stop);
        Console.WriteLine($"   {first.Results.Count} migrations applied, {second.Results.Count} by a second run.");
        return first.Succeeded && first.Results.Count == set.Migrations.Count && second.Succeeded && second.Results.Count == 0;
    }
}
