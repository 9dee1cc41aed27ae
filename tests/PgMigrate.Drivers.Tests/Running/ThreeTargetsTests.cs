using PgMigrate.Drivers.Tests.AuroraDsql;
using PgMigrate.Drivers.Tests.RdsDataApi;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>One folder on PostgreSQL, through the RDS Data API and on Aurora DSQL: what the logs say is the same.</summary>
[Collection(SandboxCollection.Name)]
public sealed class ThreeTargetsTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task A_folder_that_all_can_run_leaves_equal_logs()
    {
        using var files = new MigrationFiles(
            "CREATE TABLE orders (id bigint PRIMARY KEY, note text);",
            "INSERT INTO orders VALUES (1, 'a'), (2, 'b'), (3, 'c;');\nINSERT INTO orders VALUES (4, NULL);",
            "ALTER TABLE orders ADD COLUMN total numeric;\nCREATE VIEW totals AS SELECT total FROM orders;",
            "-- @batch: 2 by id\nUPDATE orders SET total = id * 2;",
            "CREATE OR REPLACE FUNCTION total_of(order_id bigint) RETURNS numeric LANGUAGE sql AS $$ SELECT total FROM orders WHERE id = order_id; $$;\nGRANT SELECT ON totals TO PUBLIC;\n-- @undo\nDROP FUNCTION total_of;");
        MigrationSet set = files.Read();

        string[] direct = await RunAsync(DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await sandbox.CreateDatabaseAsync() }), set);
        await using DataApiDatabase service = await DataApiDatabase.CreateAsync(sandbox);
        string[] dataApi = await RunAsync(service.Sessions(), set);
        await using DsqlSimulator simulator = await DsqlSimulator.StartAsync(new DsqlSimulatorOptions { Server = sandbox.Server });
        string[] dsql = await RunAsync(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), set);

        Assert.Equal(5, direct.Length);
        Assert.Equal(direct, dataApi);
        Assert.Equal(direct, dsql);
    }

    /// <summary>The ten of the quickstart, and their ten for Aurora DSQL, whose texts differ: so may checksums and numbers of statements, and nothing else.</summary>
    [PostgresFact]
    public async Task The_quickstarts_leave_logs_that_differ_only_in_the_texts_of_the_files()
    {
        MigrationSet set = MigrationFolder.Read(Path.Combine(AppContext.BaseDirectory, "quickstart"));
        MigrationSet other = MigrationFolder.Read(Path.Combine(AppContext.BaseDirectory, "quickstart-dsql"));

        string[] direct = await RunAsync(DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await sandbox.CreateDatabaseAsync() }), set);
        await using DataApiDatabase service = await DataApiDatabase.CreateAsync(sandbox);
        string[] dataApi = await RunAsync(service.Sessions(), set);
        await using DsqlSimulator simulator = await DsqlSimulator.StartAsync(new DsqlSimulatorOptions { Server = sandbox.Server });
        string[] dsql = await RunAsync(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), other);

        Assert.Equal(10, direct.Length);
        Assert.Equal(direct, dataApi);
        Assert.Equal(direct.Select(WithoutText), dsql.Select(WithoutText));
    }

    private static string WithoutText(string row) => row[..row.IndexOf(" statements ", StringComparison.Ordinal)];

    /// <summary>What the log says of each migration; ids, times, the run and who ran it are each run's own.</summary>
    private static async Task<string[]> RunAsync(ISqlSessionFactory sessions, MigrationSet set)
    {
        using var limit = new CancellationTokenSource(MigrationDatabase.Patience * 5);
        RunResult result = await new MigrationRunner(sessions, new Running.RecordingObserver(), TimeProvider.System)
            .RunAsync(set, new RunOptions { ToolVersion = "9.9.9" }, limit.Token);
        Assert.True(result.Succeeded, string.Join('\n', result.Plan.Problems) + result.Failed?.Failure);
        IReadOnlyList<MigrationLogEntry> log = await new MigrationLogReader(sessions).ReadAsync(HistoryTableName.Default, limit.Token);
        Assert.All(log, entry => Assert.True(entry.ExecutedAt is not null && entry.RunId is not null && entry.Duration is not null && entry.AppliedBy is not null));
        return
        [
            .. log.Select(entry => $"{entry.StepNumber} {entry.Version} {entry.FileName} {entry.StatusText} {entry.ToolVersion} {entry.ErrorMessage}{entry.BatchProgress}"
                + $" statements {entry.StatementsApplied}/{entry.StatementsTotal} {entry.Checksum}"),
        ];
    }
}
