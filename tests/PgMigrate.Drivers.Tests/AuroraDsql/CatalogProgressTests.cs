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

    /// <summary>On a table that was recorded (the statement before cannot be told by the catalog), and among definitions that were not.</summary>
    [PostgresTheory]
    [InlineData("INSERT INTO t VALUES (1);")]
    [InlineData("ALTER TABLE t ADD COLUMN m int;")]
    public async Task An_index_that_is_still_being_built_is_waited_for(string before)
    {
        await using DsqlSimulator simulator = await CutBuildAsync();
        using var files = new MigrationFiles(before + Build);
        await RunAsync(simulator, files);
        string? built = await QueryAsync(simulator, "SELECT 't_id'::regclass::oid::text");
        var observer = new RecordingObserver(sent => simulator.Faults.HoldJobs &= !IsWait(sent));

        RunResult again = await RunAsync(simulator, files, observer);

        Assert.True(again.Succeeded, string.Join('\n', again.Plan.Problems) + again.Failed?.Failure);
        Assert.False(simulator.Faults.HoldJobs);
        Assert.Equal(built, await QueryAsync(simulator, "SELECT indexrelid::text FROM pg_index WHERE indexrelid = 't_id'::regclass AND indisvalid"));
        Assert.Equal((MigrationLogStatus.Completed, 3, null), Shape(Assert.Single(await LogAsync(simulator))));
        Assert.Equal("1", await QueryAsync(simulator, "SELECT count(*)::text FROM pg_class WHERE relname = 'after'"));
    }

    [PostgresFact]
    public async Task A_run_that_is_cancelled_while_it_waits_for_an_index_leaves_all_as_it_was()
    {
        await using DsqlSimulator simulator = await CutBuildAsync();
        using var files = new MigrationFiles("INSERT INTO t VALUES (1);" + Build);
        await RunAsync(simulator, files);
        (MigrationLogStatus, int?, string?) left = Shape(Assert.Single(await LogAsync(simulator)));
        using var cancel = new CancellationTokenSource(TestLimit.OneWait);
        var observer = new RecordingObserver(sent => { if (IsWait(sent)) { cancel.Cancel(); } });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(simulator, files, observer, cancel.Token));
        Assert.Equal(left, Shape(Assert.Single(await LogAsync(simulator))));
        simulator.Faults.HoldJobs = false;

        Assert.True((await RunAsync(simulator, files)).Succeeded);
        Assert.Equal("1", await QueryAsync(simulator, "SELECT count(*)::text FROM t"));
    }

    [PostgresFact]
    public async Task An_index_whose_job_failed_behind_a_dead_run_is_built_anew()
    {
        await using DsqlSimulator simulator = await CutBuildAsync();

        // Found first by its bare name, and none of the run's business.
        await QueryAsync(simulator, "CREATE SCHEMA admin AUTHORIZATION admin CREATE TABLE other (id int); CREATE INDEX t_id ON admin.other (id); ALTER TABLE admin.other OWNER TO admin");
        using var files = new MigrationFiles("INSERT INTO t VALUES (1);" + Build);
        await RunAsync(simulator, files);
        string? first = await QueryAsync(simulator, "SELECT 'public.t_id'::regclass::oid::text");
        await QueryAsync(simulator, "UPDATE sys.sim_jobs SET status = 'failed'");
        simulator.Faults.HoldJobs = false;

        Assert.True((await RunAsync(simulator, files)).Succeeded);
        string? second = await QueryAsync(simulator, "SELECT indexrelid::text FROM pg_index WHERE indexrelid = 'public.t_id'::regclass AND indisvalid");
        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Equal("2", await QueryAsync(simulator, "SELECT count(*)::text FROM pg_class WHERE relname = 't_id'"));
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

    private const string Build = " CREATE INDEX ASYNC t_id ON t (id); CREATE TABLE after (id int);";

    private static bool IsWait(RunEvent sent) => sent is RunEvent.Message message && message.Text.Contains("still being built", StringComparison.Ordinal);

    /// <summary>A cluster with a table, on which the index of the first run is asked for, and is not built until jobs go on.</summary>
    private async Task<DsqlSimulator> CutBuildAsync()
    {
        DsqlSimulator simulator = await fixture.StartAsync();
        await QueryAsync(simulator, "CREATE TABLE t (id int); ALTER TABLE t OWNER TO admin");
        simulator.Faults.HoldJobs = true;
        simulator.Faults.Add(DsqlFaultKind.CutAfter, when: sql => sql.StartsWith("CREATE INDEX", StringComparison.Ordinal));
        return simulator;
    }

    private static (MigrationLogStatus Status, int? Applied, string? Progress) Shape(MigrationLogEntry entry) =>
        (entry.Status, entry.StatementsApplied, entry.BatchProgress);

    private static async Task<RunResult> RunAsync(
        DsqlSimulator simulator, MigrationFiles files, RecordingObserver? observer = null, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(5));
        return await new MigrationRunner(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), observer ?? new RecordingObserver(), TimeProvider.System)
            .RunAsync(files.Read(), new RunOptions(), limit.Token);
    }

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
