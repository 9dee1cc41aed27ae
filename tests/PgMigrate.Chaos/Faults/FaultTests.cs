using Npgsql;
using PgMigrate.Chaos.Runner;
using PgMigrate.Drivers;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.Postgres;
using PgMigrate.Sandbox.RdsDataApi;
using Xunit.Abstractions;

namespace PgMigrate.Chaos.Faults;

/// <summary>What a user sees when the surroundings fail, as the table in docs/reliability.md has it; and that the next run is none the worse for it.</summary>
[Collection(SandboxCollection.Name)]
public sealed class FaultTests(SandboxFixture sandbox, ITestOutputHelper output)
{
    [TmpfsFact]
    public async Task A_full_disk()
    {
        using var disk = new SmallFileSystem(160);
        await using LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions
        {
            TemporaryFolder = disk.Path,
            Settings = new Dictionary<string, string> { ["wal_level"] = "minimal", ["max_wal_senders"] = "0", ["max_wal_size"] = "32MB", ["autovacuum"] = "off" },
        });
        using FaultCase run = Postgres(await server.CreateDatabaseAsync("full"));
        run.Write("0001_small.sql", "CREATE TABLE small (id int);")
            .Write("0002_large.sql", "CREATE UNLOGGED TABLE large AS SELECT repeat('x', 1000) AS filler FROM generate_series(1, 1000000);");

        RunOutcome outcome = Told(await run.RunAsync());

        Assert.Equal(["0001_small.sql", "0002_large.sql"], outcome.Files.Select(file => file.File));
        Assert.Equal(MigrationResultStatus.Failed, outcome.Files[1].Status);
        Assert.Contains("SQLSTATE: 53100", outcome.Files[1].Failure, StringComparison.Ordinal);
        Assert.Contains("could not extend file", outcome.Files[1].Failure, StringComparison.Ordinal);
        Assert.Contains("Nothing of this migration was kept", outcome.Files[1].Failure, StringComparison.Ordinal);
        Assert.True((await run.Write("0002_large.sql", "CREATE TABLE large (filler text);").RunAsync()).Succeeded);
    }

    [PostgresTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task No_connection_left(int free)
    {
        const int Most = 8;
        await using LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions { MaxConnections = Most });
        string connectionString = await server.CreateDatabaseAsync("busy");
        using FaultCase run = Postgres(connectionString).Write("0001_a.sql", "CREATE TABLE a (id int);");
        var held = new List<NpgsqlConnection>();
        try
        {
            await TestLimit.UntilAsync(
                async () =>
                {
                    // The session that made the database may still be on its way out.
                    NpgsqlConnection? next = await TryOpenAsync(connectionString);
                    held.AddRange(next is null ? [] : [next]);
                    return held.Count == Most - free;
                },
                "all connections but those that are to be free are taken");

            RunOutcome outcome = Told(await run.RunAsync());
            Assert.Contains("53300 sorry, too many clients already A run needs two connections", outcome.Error, StringComparison.Ordinal);
        }
        finally
        {
            foreach (NpgsqlConnection connection in held)
            {
                await connection.DisposeAsync();
            }
        }

        await TestLimit.UntilAsync(
            async () =>
            {
                // The server takes a moment to notice that its clients have left.
                RunOutcome next = await run.RunAsync();
                Assert.True(next.Succeeded || next.Error?.Contains("53300", StringComparison.Ordinal) == true, next.ToString());
                return next.Succeeded;
            },
            "two connections are free again");
    }

    [PostgresFact]
    public async Task A_read_only_server()
    {
        string connectionString = await sandbox.CreateDatabaseAsync();
        string name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await ExecuteAsync(connectionString, $"ALTER DATABASE {name} SET default_transaction_read_only = on");
        using FaultCase run = Postgres(connectionString).Write("0001_a.sql", "CREATE TABLE a (id int);");

        RunOutcome outcome = Told(await run.RunAsync());

        Assert.Contains("25006 cannot execute CREATE TABLE in a read-only transaction Connect to the primary", outcome.ToString(), StringComparison.Ordinal);
        await ExecuteAsync(sandbox.Server.ConnectionString, $"ALTER DATABASE {name} RESET default_transaction_read_only");
        Assert.True((await run.RunAsync()).Succeeded);
    }

    [PostgresFact]
    public async Task A_statement_that_takes_too_long()
    {
        using FaultCase run = Postgres(await sandbox.CreateDatabaseAsync()).Write("0001_a.sql", "CREATE TABLE a (id int);\nSELECT pg_sleep(600);");

        string failure = "";
        foreach (int milliseconds in (int[])[300, 10_000, 120_000])
        {
            // On a machine that stands still something else may take so long; then there is more time.
            RunOutcome outcome = Told(await run.RunAsync(new RunOptions { StatementTimeout = TimeSpan.FromMilliseconds(milliseconds) }));
            failure = outcome.ToString();
            if (failure.Contains("Statement: 2", StringComparison.Ordinal))
            {
                break;
            }
        }

        Assert.Contains("canceling statement due to statement timeout", failure, StringComparison.Ordinal);
        Assert.Contains("Statement: 2: SELECT pg_sleep(600)", failure, StringComparison.Ordinal);
        Assert.Contains("SQLSTATE: 57014", failure, StringComparison.Ordinal);
        Assert.True((await run.Write("0001_a.sql", "CREATE TABLE a (id int);").RunAsync()).Succeeded);
    }

    [PostgresTheory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_an_hour_off_on_the_data_api(int hours)
    {
        string database = new NpgsqlConnectionStringBuilder(await sandbox.CreateDatabaseAsync()).Database!;
        await using RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(
            sandbox.Server, new RdsDataApiEmulatorOptions { Time = new SkewedTime(TimeSpan.FromHours(hours)) });
        using FaultCase run = new FaultCase(DriverFactory.CreateRdsDataApi(emulator.ConnectionOptions(database))).Write("0001_a.sql", "CREATE TABLE a (id int);");

        RunOutcome outcome = Told(await run.RunAsync());

        Assert.Contains("Signature expired", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("set this machine's clock", outcome.Error, StringComparison.OrdinalIgnoreCase);
    }

    [PostgresTheory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_an_hour_off_on_dsql(int hours)
    {
        await using DsqlSimulator simulator = await DsqlSimulator.StartAsync(
            new DsqlSimulatorOptions { Server = sandbox.Server, Time = new SkewedTime(TimeSpan.FromHours(hours)) });
        using FaultCase run = new FaultCase(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions())).Write("0001_a.sql", "CREATE TABLE a (id int PRIMARY KEY);");

        RunOutcome outcome = Told(await run.RunAsync());

        Assert.Contains("access denied", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("set this machine's clock", outcome.Error, StringComparison.OrdinalIgnoreCase);
    }

    [PostgresFact]
    public async Task A_token_that_expired_is_replaced()
    {
        await using DsqlSimulator simulator = await DsqlSimulator.StartAsync(new DsqlSimulatorOptions { Server = sandbox.Server });
        using FaultCase run = new FaultCase(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions())).Write("0001_a.sql", "CREATE TABLE a (id int PRIMARY KEY);");
        simulator.Faults.Add(DsqlFaultKind.SignatureExpired);

        Assert.True(Told(await run.RunAsync()).Succeeded);
    }

    [PostgresFact]
    public async Task A_cluster_that_sleeps_and_is_throttled()
    {
        string database = new NpgsqlConnectionStringBuilder(await sandbox.CreateDatabaseAsync()).Database!;
        await using RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(sandbox.Server);
        using FaultCase run = new FaultCase(DriverFactory.CreateRdsDataApi(emulator.ConnectionOptions(database))).Write("0001_a.sql", "CREATE TABLE a (id int);");
        emulator.Pause(2);
        emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.Throttle) { SqlContains = "CREATE TABLE a", Times = 2 });

        Assert.True(Told(await run.RunAsync()).Succeeded);
        Assert.Equal(2, emulator.Calls.Count(call => call.Error == "DatabaseResumingException"));
        Assert.Equal(2, emulator.Calls.Count(call => call.Error == "ThrottlingException"));
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("dataapi")]
    [InlineData("dsql")]
    public async Task A_name_that_leads_nowhere(string target)
    {
        const string Host = "no-such-host.invalid";
        ISqlSessionFactory sessions = target switch
        {
            "postgres" => DriverFactory.CreatePostgres(new PostgresConnectionOptions { HostName = Host, UserName = "u", Password = "secret", Database = "d" }),
            "dataapi" => new TargetAddress(SqlTarget.RdsDataApi)
            {
                ResourceArn = "arn:aws:rds:eu-west-1:123456789012:cluster:none",
                SecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:none",
                AccessKeyId = "AKIDNONE",
                SecretAccessKey = "secret",
                Endpoint = $"http://{Host}/",
            }.Open(),
            _ => DriverFactory.CreateAuroraDsql(new AuroraDsqlOptions { Endpoint = Host, Region = "eu-west-1", AccessKeyId = "AKIDNONE", SecretAccessKey = "secret" }),
        };
        using FaultCase run = new FaultCase(sessions).Write("0001_a.sql", "CREATE TABLE a (id int);");

        RunOutcome outcome = Told(await run.RunAsync());

        // The second is what a machine says that has nobody to ask.
        Assert.Contains(
            (string[])["Name or service not known", "Resource temporarily unavailable"], said => outcome.Error!.Contains(said, StringComparison.Ordinal));
        Assert.Contains("check the host's name", outcome.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", outcome.Error, StringComparison.Ordinal);
    }

    private static FaultCase Postgres(string connectionString) =>
        new(DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = connectionString }));

    /// <summary>Null when the server has no connection left.</summary>
    private static async Task<NpgsqlConnection?> TryOpenAsync(string server)
    {
        var connection = new NpgsqlConnection(server + ";Pooling=false");
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private RunOutcome Told(RunOutcome outcome)
    {
        output.WriteLine(outcome.ToString());
        return outcome;
    }
}
