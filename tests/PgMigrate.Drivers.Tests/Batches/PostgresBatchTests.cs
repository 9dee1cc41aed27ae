using Npgsql;
using PgMigrate.Drivers.Tests.AuroraDsql;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;
using RecordingObserver = PgMigrate.Drivers.Tests.Running.RecordingObserver;

namespace PgMigrate.Drivers.Tests.Batches;

[Collection(SandboxCollection.Name)]
public sealed class PostgresBatchTests(SandboxFixture sandbox) : BatchContract
{
    private const string Table = "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);\nINSERT INTO t SELECT g, 0 FROM generate_series(1, 9) g;";
    private const string Update = "-- @batch: 3 by id\nUPDATE t SET n = n + 1;";

    /// <summary>
    /// The second range has row 4 and, once the other waits for that, wants row 6, which the other has. The other never looks for
    /// deadlocks, so it is the range that is taken back.
    /// </summary>
    [PostgresFact]
    public async Task A_range_that_met_a_deadlock_is_tried_again()
    {
        string connectionString = await sandbox.CreateDatabaseAsync();
        await using BatchDatabase database = Database(connectionString);
        using var table = new MigrationFiles(Table);
        Assert.True((await RunAsync(database, table)).Succeeded);
        await using var other = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=300");
        await other.OpenAsync();
        await database.ScalarAsync($"""
            CREATE SEQUENCE tries;
            CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('tries') = 1 THEN
                    PERFORM pg_advisory_xact_lock(4711);
                    FOR i IN 1..30000 LOOP
                        EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE pid = {other.ProcessID} AND NOT granted);
                        PERFORM pg_sleep(0.01);
                    END LOOP;
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER meet BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.id = 5) EXECUTE FUNCTION meet();
            """);
        await ExecuteAsync(other, "SET deadlock_timeout = '1h'; BEGIN; UPDATE t SET n = n WHERE id = 6");
        using var files = new MigrationFiles(Table, Update);
        var observer = new RecordingObserver();

        Task<RunResult> running = RunAsync(database, files, observer: observer);
        await TestLimit.UntilAsync(
            async () => running.IsCompleted || await database.ScalarAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND granted") == "1",
            "the second range has row 4");
        await ExecuteAsync(other, "UPDATE t SET n = n WHERE id = 4; COMMIT");
        RunResult result = await running;

        Assert.True(result.Succeeded, Story(result));
        Assert.Equal("9", await database.ScalarAsync("SELECT count(*) FROM t WHERE n = 1"));
        RunEvent.Retrying retry = Assert.Single(observer.Of<RunEvent.Retrying>());
        Assert.Equal((2, "40P01"), (retry.Attempt, retry.Failure.SqlState));
        Assert.Equal([3L, 6, 9], observer.Of<RunEvent.RangeApplied>().Select(range => range.Rows));
        Assert.Equal("2", await database.ScalarAsync("SELECT last_value FROM tries"));
    }

    [PostgresTheory]
    [InlineData("40P01")]
    [InlineData("40001")]
    public async Task Tries_of_a_range_are_bounded_and_those_before_it_are_kept(string code)
    {
        await using BatchDatabase database = await OpenAsync();
        using var table = new MigrationFiles(Table);
        Assert.True((await RunAsync(database, table)).Succeeded);
        await database.RefuseAsync("id = 5", code, times: 7);
        using var files = new MigrationFiles(Table, Update);
        var observer = new RecordingObserver();

        MigrationResult failed = (await RunAsync(database, files, observer: observer)).Failed!;

        Assert.Equal((MigrationResultStatus.Partial, code, 1), (failed.Status, failed.Failure!.Error.SqlState, failed.Failure.StatementNumber));
        Assert.Equal([2, 3, 4], observer.Of<RunEvent.Retrying>().Select(retry => retry.Attempt));
        Assert.Equal("111000000", await database.ScalarAsync("SELECT string_agg(n::text, '' ORDER BY id) FROM t"));
        Assert.Equal(MigrationLogStatus.Partial, (await LogAsync(database))[1].Status);

        RunResult again = await RunAsync(database, files);

        Assert.True(again.Succeeded, Story(again));
        Assert.Equal("111111111", await database.ScalarAsync("SELECT string_agg(n::text, '' ORDER BY id) FROM t"));
    }

    /// <summary>Also where the table's keys are read, which is the first to want it.</summary>
    [PostgresFact]
    public async Task A_lock_that_is_not_to_be_had_is_waited_for_again_where_that_is_asked_for()
    {
        string connectionString = await sandbox.CreateDatabaseAsync();
        await using BatchDatabase database = Database(connectionString);
        using var table = new MigrationFiles(Table);
        Assert.True((await RunAsync(database, table)).Succeeded);
        using var files = new MigrationFiles(Table, "SELECT 1;\n" + Update);
        await using var other = new NpgsqlConnection(connectionString + ";Pooling=false");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN; LOCK TABLE t");
        var observer = new RecordingObserver();
        observer.OnEach = item =>
        {
            if (item is RunEvent.Retrying)
            {
                ExecuteAsync(other, "ROLLBACK").GetAwaiter().GetResult();
            }
        };

        RunResult result = await RunAsync(
            database, files, observer: observer, options: new RunOptions { LockTimeout = TimeSpan.FromMilliseconds(300), LockRetry = 1000 });

        Assert.True(result.Succeeded, Story(result));
        Assert.Equal("55P03", observer.Of<RunEvent.Retrying>().First().Failure.SqlState);
        Assert.Equal("9", await database.ScalarAsync("SELECT count(*) FROM t WHERE n = 1"));
    }

    protected override async Task<BatchDatabase> OpenAsync() => Database(await sandbox.CreateDatabaseAsync());

    private static BatchDatabase Database(string connectionString) =>
        new(DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = connectionString }), connectionString);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
