using Npgsql;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Runs that are cut among definitions of which nothing was recorded: the catalog tells where the next goes on.</summary>
[Collection(DsqlCollection.Name)]
public sealed class CatalogProgressTests(DsqlFixture fixture)
{
    private const string Definitions = """
        CREATE TABLE a (id int PRIMARY KEY, n int);
        CREATE TABLE IF NOT EXISTS b (id int PRIMARY KEY);
        ALTER TABLE a ADD COLUMN name text;
        CREATE UNIQUE INDEX ASYNC a_name ON a (name);
        ALTER TABLE a ALTER COLUMN n SET DEFAULT 7;
        ALTER TABLE a ADD CONSTRAINT a_n CHECK (n > 0) NOT VALID;
        CREATE SEQUENCE s CACHE 1;
        CREATE VIEW v AS SELECT name FROM a;
        GRANT SELECT ON v TO PUBLIC;
        CREATE DOMAIN d AS int;
        """;

    public static TheoryData<DsqlFaultKind, string> Cuts()
    {
        var data = new TheoryData<DsqlFaultKind, string>();
        foreach (string statement in Definitions.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            data.Add(DsqlFaultKind.CutBefore, statement);
            data.Add(DsqlFaultKind.CutAfter, statement);
        }

        return data;
    }

    [PostgresTheory]
    [MemberData(nameof(Cuts))]
    public async Task A_cut_run_goes_on_at_the_right_statement(DsqlFaultKind fault, string statement)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(Definitions);
        simulator.Faults.Add(fault, when: sql => sql == statement);

        Assert.Equal(MigrationResultStatus.Unknown, Assert.Single((await RunAsync(simulator, files)).Results).Status);
        Assert.Equal((MigrationLogStatus.Running, 0, "catalog"), Shape(Assert.Single(await LogAsync(simulator))));
        RunResult again = await RunAsync(simulator, files);

        Assert.True(again.Succeeded && again.Results.Count == 1, string.Join('\n', again.Plan.Problems) + again.Failed?.Failure);
        Assert.Equal((MigrationLogStatus.Completed, 10, null), Shape(Assert.Single(await LogAsync(simulator))));
        Assert.Equal("7", await QueryAsync(simulator, "INSERT INTO a (id, name) VALUES (1, 'x') RETURNING n::text"));
        Assert.Equal("abdsv", await QueryAsync(simulator, "SELECT string_agg(n, '' ORDER BY n) FROM (SELECT relname::text n FROM pg_class WHERE relname IN ('a', 'b', 's', 'v') UNION SELECT typname FROM pg_type WHERE typname = 'd') x"));
        Assert.Equal("1", await QueryAsync(simulator, "SELECT count(*)::text FROM pg_index WHERE indexrelid = 'a_name'::regclass AND indisvalid AND indisunique"));
    }

    [PostgresFact]
    public async Task What_was_there_before_is_not_taken_for_the_runs_own_work()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await QueryAsync(simulator, "CREATE TABLE b (other int)");
        using var files = new MigrationFiles("CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int);");
        simulator.Faults.Add(DsqlFaultKind.CutAfter, when: sql => sql.StartsWith("CREATE TABLE a ", StringComparison.Ordinal));

        await RunAsync(simulator, files);
        Assert.Equal((MigrationLogStatus.Running, 0, null), Shape(Assert.Single(await LogAsync(simulator))));
        MigrationResult again = Assert.Single((await RunAsync(simulator, files)).Results);

        Assert.Equal(("42P07", 2), (again.Failure!.Error.SqlState, again.Failure.StatementNumber));
        Assert.Null(await QueryAsync(simulator, "SELECT to_regclass('c')::text"));
    }

    [PostgresFact]
    public async Task What_another_makes_meanwhile_stops_the_run_and_is_asked_about()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int);");
        simulator.Faults.Add(DsqlFaultKind.CutBefore, when: sql => sql.StartsWith("CREATE TABLE b", StringComparison.Ordinal));
        await RunAsync(simulator, files);
        await QueryAsync(simulator, "CREATE TABLE c (other int)");

        RunResult again = await RunAsync(simulator, files);

        Assert.Equal(MigrationProblemCode.UnknownProgress, Assert.Single(again.Plan.Problems).Code);
        Assert.Empty(again.Results);
        Assert.Null(await QueryAsync(simulator, "SELECT to_regclass('b')::text"));
    }

    /// <summary>What is taken away and made again is recorded, so that a table with rows by then is not dropped once more.</summary>
    [PostgresTheory]
    [InlineData("DROP TABLE IF EXISTS old; CREATE TABLE IF NOT EXISTS old (id int, n int); CREATE TABLE z (id int); CREATE VIEW w AS SELECT n FROM old;")]
    [InlineData("ALTER TABLE old RENAME TO older; CREATE TABLE old (id int, n int); CREATE TABLE z (id int); CREATE VIEW w AS SELECT n FROM old;")]
    public async Task What_takes_away_is_recorded(string sql)
    {
        foreach (DsqlFaultKind fault in new[] { DsqlFaultKind.CutBefore, DsqlFaultKind.CutAfter })
        {
            await using DsqlSimulator simulator = await fixture.StartAsync();
            await QueryAsync(simulator, "CREATE TABLE old (id int); ALTER TABLE old OWNER TO admin");
            using var files = new MigrationFiles(sql);
            simulator.Faults.Add(fault, when: sent => sent.StartsWith("CREATE TABLE z", StringComparison.Ordinal));

            await RunAsync(simulator, files);
            await QueryAsync(simulator, "INSERT INTO old VALUES (1, 2)");
            RunResult again = await RunAsync(simulator, files);

            Assert.True(again.Succeeded, string.Join('\n', again.Plan.Problems) + again.Failed?.Failure);
            Assert.Equal("2", await QueryAsync(simulator, "SELECT n::text FROM w"));
        }
    }

    private static (MigrationLogStatus Status, int? Applied, string? Progress) Shape(MigrationLogEntry entry) =>
        (entry.Status, entry.StatementsApplied, entry.BatchProgress);

    private static Task<RunResult> RunAsync(DsqlSimulator simulator, MigrationFiles files) =>
        new MigrationRunner(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), new RecordingObserver(), TimeProvider.System)
            .RunAsync(files.Read(), new RunOptions(), new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token);

    private static Task<IReadOnlyList<MigrationLogEntry>> LogAsync(DsqlSimulator simulator) =>
        new MigrationLogReader(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions())).ReadAsync(HistoryTableName.Default);

    private static async Task<string?> QueryAsync(DsqlSimulator simulator, string sql)
    {
        await using var connection = new NpgsqlConnection(simulator.BackendConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }
}
