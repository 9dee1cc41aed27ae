using PgMigrate.Drivers.Tests.AuroraDsql;
using PgMigrate.Drivers.Tests.Running;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using RecordingObserver = PgMigrate.Drivers.Tests.Running.RecordingObserver;

namespace PgMigrate.Drivers.Tests.Batches;

/// <summary>What <c>@batch</c> promises on every target.</summary>
public abstract class BatchContract
{
    private const string Table = """
        CREATE TABLE t (id bigint PRIMARY KEY, n int NOT NULL);
        INSERT INTO t SELECT g, 0 FROM generate_series(1, 2500) g;
        INSERT INTO t SELECT g, 0 FROM generate_series(2501, 4000) g;
        """;

    protected abstract Task<BatchDatabase> OpenAsync();

    [PostgresFact]
    public async Task Every_row_is_changed_once_and_a_range_at_a_time()
    {
        await using BatchDatabase database = await OpenAsync();
        using var files = new MigrationFiles(Table, "-- @batch: 1000 by id\nUPDATE t SET n = n + 1 WHERE id % 2 = 0 OR id < 11 -- the first ten too\n;\nINSERT INTO t VALUES (0, 7);");
        var observer = new RecordingObserver();

        RunResult result = await RunAsync(database, files, observer: observer);

        Assert.True(result.Succeeded, Story(result));
        Assert.Equal("2005", await database.ScalarAsync("SELECT count(*) FROM t WHERE n = 1 AND (id % 2 = 0 OR id < 11)"));
        Assert.Equal("1995", await database.ScalarAsync("SELECT count(*) FROM t WHERE n = 0"));
        Assert.Equal([505L, 1005, 1505, 2005], observer.Of<RunEvent.RangeApplied>().Select(range => range.Rows));
        Assert.Equal([false, false, false, true], observer.Of<RunEvent.RangeApplied>().Select(range => range.IsLast));
        Assert.Equal(TransactionMode.None, result.Results[1].TransactionMode);
        MigrationLogEntry entry = (await LogAsync(database))[1];
        Assert.Equal((MigrationLogStatus.Completed, 2, (string?)null), (entry.Status, entry.StatementsApplied, entry.BatchProgress));
    }

    [PostgresTheory]
    [InlineData("id uuid PRIMARY KEY", "gen_random_uuid()", "id")]
    [InlineData("id text PRIMARY KEY", "repeat(chr(39), g % 5) || 'ü\\:x $1 ' || g", "id")]
    [InlineData("id varchar(12) PRIMARY KEY", "'k' || g", "id")]
    [InlineData("id numeric PRIMARY KEY", "g / 7.0", "id")]
    [InlineData("id timestamptz PRIMARY KEY", "timestamptz '2026-01-01' + g * interval '1.000001 s'", "id")]
    [InlineData("\"Id\" smallint PRIMARY KEY", "g - 50", "\"Id\"")]
    [InlineData("tenant text NOT NULL, id int NOT NULL, PRIMARY KEY (tenant, id)", "'t' || g % 3, g", "tenant, id")]
    public async Task Keys_of_every_type_cut_ranges(string columns, string values, string key)
    {
        await using BatchDatabase database = await OpenAsync();
        using var files = new MigrationFiles(
            $"CREATE TABLE \"My T\" ({columns}, n int);\nINSERT INTO \"My T\" SELECT {values}, 0 FROM generate_series(1, 100) g;",
            $"-- @batch: 7 BY {key}\nUPDATE ONLY \"My T\" AS x SET n = x.n + 1;");
        var observer = new RecordingObserver();

        RunResult result = await RunAsync(database, files, observer: observer);

        Assert.True(result.Succeeded, Story(result));
        Assert.Equal("100", await database.ScalarAsync("SELECT count(*) FROM \"My T\" WHERE n = 1"));
        Assert.Equal(15, observer.Of<RunEvent.RangeApplied>().Count());
        Assert.Equal(100, observer.Of<RunEvent.RangeApplied>().Last().Rows);
    }

    [PostgresTheory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(true, 4)]
    public async Task A_run_that_dies_goes_on_behind_the_last_range_that_was_kept(bool committed, int range)
    {
        await using BatchDatabase database = await OpenAsync();
        using var files = new MigrationFiles(Table, "INSERT INTO t VALUES (0, 0);\n-- @batch: 1000 by id\nUPDATE t SET n = n + 1;");
        int seen = 0;
        bool dead = false;
        Func<SqlBatch, Task> cut = batch =>
        {
            dead |= batch.Commands[0].Text.Span.StartsWith("WITH pgmigrate_range") && ++seen == range;
            return dead ? throw new SqlFailureException(new SqlFailure { Message = "cut", ConnectionLost = true, Outcome = SqlOutcome.Unknown }) : Task.CompletedTask;
        };
        Func<SqlBatch, Task> stillDead = _ => dead ? throw new SqlFailureException(new SqlFailure { Message = "dead", ConnectionLost = true, Outcome = SqlOutcome.Unknown }) : Task.CompletedTask;
        var dying = new WatchedSessionFactory(database.Sessions) { Before = committed ? stillDead : cut, After = committed ? cut : null };

        RunResult died = await RunAsync(database, files, dying);

        Assert.Equal(MigrationResultStatus.Unknown, died.Failed!.Status);
        MigrationLogEntry row = (await LogAsync(database))[1];
        Assert.Equal(MigrationLogStatus.Running, row.Status);
        await database.ScalarAsync("DO $$BEGIN IF to_regclass('migration_log_lock') IS NOT NULL THEN UPDATE migration_log_lock SET expires_at = clock_timestamp(); END IF; END$$");
        var observer = new RecordingObserver();
        RunResult resumed = await RunAsync(database, files, observer: observer);

        Assert.True(resumed.Succeeded, Story(resumed));
        Assert.Equal("4001", await database.ScalarAsync("SELECT count(*) FROM t WHERE n = 1"));
        Assert.Equal(5 - (committed ? range : range - 1), observer.Of<RunEvent.RangeApplied>().Count());
        Assert.Empty((await RunAsync(database, files)).Results);
    }

    [PostgresFact]
    public async Task A_range_that_fails_leaves_those_before_it_and_is_mended_and_gone_on_with()
    {
        await using BatchDatabase database = await OpenAsync();
        using var files = new MigrationFiles(
            "CREATE TABLE t (id bigint PRIMARY KEY, n int NOT NULL);\nINSERT INTO t SELECT g, CASE WHEN g = 250 THEN 0 ELSE 1 END FROM generate_series(1, 1000) g;",
            "-- @batch: 100 by id\nUPDATE t SET n = n + 1\nWHERE 1 / n > 0;");

        RunResult failed = await RunAsync(database, files);

        Assert.Equal(MigrationResultStatus.Partial, failed.Failed!.Status);
        Assert.Equal("22012", failed.Failed.Failure!.Error.SqlState);
        Assert.Equal(1, failed.Failed.Failure.StatementNumber);
        Assert.Contains("ranges of that statement", failed.Failed.Failure.Remedy, StringComparison.Ordinal);
        MigrationLogEntry row = (await LogAsync(database))[1];
        Assert.Equal((MigrationLogStatus.Partial, 0), (row.Status, row.StatementsApplied));
        Assert.NotNull(row.BatchProgress);
        Assert.Equal("200", await database.ScalarAsync("SELECT count(*) FROM t WHERE n = 2"));
        await database.ScalarAsync("UPDATE t SET n = 1 WHERE id = 250");

        Assert.True((await RunAsync(database, files)).Succeeded);
        Assert.Equal("1000", await database.ScalarAsync("SELECT count(*) FROM t WHERE n = 2"));
    }

    /// <summary>By the run on PostgreSQL and over the RDS Data API, by the driver on Aurora DSQL.</summary>
    [PostgresFact]
    public async Task A_range_that_could_not_be_serialized_is_tried_again()
    {
        await using BatchDatabase database = await OpenAsync();
        using var table = new MigrationFiles(Table);
        Assert.True((await RunAsync(database, table)).Succeeded);
        await database.RefuseAsync("id = 1500", "40001", times: 2);
        using var files = new MigrationFiles(Table, "-- @batch: 1000 by id\nUPDATE t SET n = n + 1;");
        var observer = new RecordingObserver();

        RunResult result = await RunAsync(database, files, observer: observer);

        Assert.True(result.Succeeded, Story(result));
        Assert.Equal("4000", await database.ScalarAsync("SELECT count(*) FROM t WHERE n = 1"));
        Assert.Equal([1000L, 2000, 3000, 4000], observer.Of<RunEvent.RangeApplied>().Select(range => range.Rows));
        Assert.Equal("3", await database.ScalarAsync("SELECT last_value FROM refusals"));
    }

    [PostgresFact]
    public async Task An_unknown_name_is_told_with_its_place_in_the_file()
    {
        await using BatchDatabase database = await OpenAsync();
        using var files = new MigrationFiles(Table, "-- @batch: 100 by id\nUPDATE t SET n = 1\n  WHERE id > 0 AND oops;");

        MigrationFailure failure = (await RunAsync(database, files)).Failed!.Failure!;

        Assert.Equal("42703", failure.Error.SqlState);
        Assert.Equal((3, 20), (failure.Position!.Value.Line, failure.Position.Value.Column));
    }

    [PostgresFact]
    public async Task Rows_beyond_the_highest_key_at_its_start_are_left_alone()
    {
        await using BatchDatabase database = await OpenAsync();
        using var files = new MigrationFiles(Table, "-- @batch: 1000 by id\nDELETE FROM t WHERE n = 0;");
        var observer = new RecordingObserver();
        observer.OnEach = told =>
        {
            if (told is RunEvent.RangeApplied { Rows: 1000 })
            {
                database.ScalarAsync("INSERT INTO t VALUES (9000, 0), (3500, 0) ON CONFLICT DO NOTHING").GetAwaiter().GetResult();
            }
        };

        RunResult result = await RunAsync(database, files, observer: observer);

        Assert.True(result.Succeeded, Story(result));
        Assert.Equal("9000", await database.ScalarAsync("SELECT string_agg(id::text, ',') FROM t"));
    }

    [PostgresFact]
    public async Task An_empty_table_takes_no_range()
    {
        await using BatchDatabase database = await OpenAsync();
        using var files = new MigrationFiles("CREATE TABLE t (id bigint PRIMARY KEY, n int);", "-- @batch: 1000 by id\nDELETE FROM t;");

        Assert.True((await RunAsync(database, files)).Succeeded);

        Assert.Equal(1, (await LogAsync(database))[1].StatementsApplied);
    }

    [PostgresTheory]
    [InlineData("oid2", "no column oid2")]
    [InlineData("m", "not unique")]
    [InlineData("u", "may be NULL")]
    public async Task Columns_that_are_no_key_are_found_before_anything_is_run(string column, string reason)
    {
        await using BatchDatabase database = await OpenAsync();
        using var table = new MigrationFiles("CREATE TABLE t (id bigint PRIMARY KEY, m int NOT NULL, u int UNIQUE);");
        Assert.True((await RunAsync(database, table)).Succeeded);
        using var files = new MigrationFiles("CREATE TABLE t (id bigint PRIMARY KEY, m int NOT NULL, u int UNIQUE);", "CREATE TABLE other (id int);", $"-- @batch: 10 by {column}\nDELETE FROM t;");

        RunResult result = await RunAsync(database, files);

        MigrationProblem problem = Assert.Single(result.Plan.Problems);
        Assert.Equal(MigrationProblemCode.BatchNotPossible, problem.Code);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.Equal("Write -- @batch: 1000 by id.", problem.Remedy);
        Assert.Empty(result.Results);
        Assert.Equal("", await database.ScalarAsync("SELECT to_regclass('other')::text"));
    }

    [PostgresFact]
    public async Task A_table_that_the_run_itself_makes_is_looked_at_in_its_turn()
    {
        await using BatchDatabase database = await OpenAsync();
        using var files = new MigrationFiles("CREATE TABLE t (id bigint PRIMARY KEY, n int);", "INSERT INTO t VALUES (1, 1);\n-- @batch: 10 by idd\nUPDATE t SET n = 2;");

        RunResult result = await RunAsync(database, files);

        Assert.Empty(result.Plan.Problems);
        Assert.Equal((MigrationResultStatus.Partial, 1), (result.Failed!.Status, result.Failed.StatementsApplied));
        Assert.Contains("no column idd", result.Failed.Failure!.Error.Message, StringComparison.Ordinal);
        Assert.Equal("Write -- @batch: 1000 by id.", result.Failed.Failure.Error.Hint);
        Assert.Equal("1", await database.ScalarAsync("SELECT n FROM t"));
    }

    protected static string Story(RunResult result) =>
        string.Join('\n', result.Plan.Problems.Select(problem => problem.ToString())) + result.Failed?.Failure;

    private protected static Task<RunResult> RunAsync(
        BatchDatabase database, MigrationFiles files, ISqlSessionFactory? sessions = null, IRunObserver? observer = null, RunOptions? options = null) =>
        new MigrationRunner(sessions ?? database.Sessions, observer ?? new RecordingObserver(), TimeProvider.System)
            .RunAsync(files.Read(), options ?? new RunOptions(), new CancellationTokenSource(MigrationDatabase.Patience * 5).Token);

    protected static Task<IReadOnlyList<MigrationLogEntry>> LogAsync(BatchDatabase database) =>
        new MigrationLogReader(database.Sessions).ReadAsync(HistoryTableName.Default);
}
