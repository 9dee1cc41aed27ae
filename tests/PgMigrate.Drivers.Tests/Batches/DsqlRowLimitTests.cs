using PgMigrate.Drivers.Tests.AuroraDsql;
using PgMigrate.Drivers.Tests.Running;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;
using RecordingObserver = PgMigrate.Drivers.Tests.Running.RecordingObserver;

namespace PgMigrate.Drivers.Tests.Batches;

/// <summary>Statements over 3,000 rows on Aurora DSQL: found before, refused with advice, or cut smaller.</summary>
[Collection(DsqlCollection.Name)]
public sealed class DsqlRowLimitTests(DsqlFixture fixture)
{
    private const string Table = "CREATE TABLE t (tenant int, id int, n int, PRIMARY KEY (tenant, id));";
    private const string Rows = "INSERT INTO t SELECT 1, g, 0 FROM generate_series(1, 2500) g; INSERT INTO t SELECT 2, g, 0 FROM generate_series(1, 2500) g;";

    [PostgresTheory]
    [InlineData("UPDATE t SET n = 1", "-- @batch: 1000 by tenant, id")]
    [InlineData("ALTER TABLE t ADD COLUMN m int; UPDATE t SET m = 1", "-- @batch: 1000 by tenant, id")]
    [InlineData("DELETE FROM ONLY public.t", "-- @batch: 1000 by tenant, id")]
    [InlineData("DELETE FROM bare", "the columns of the table's key")]
    [InlineData("INSERT INTO bare VALUES (0)*3001", "Split it")]
    public async Task What_is_certain_is_found_before_anything_is_run(string sql, string remedy)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(
            Table + "CREATE TABLE bare (n int);", Rows, "INSERT INTO bare SELECT g FROM generate_series(1, 2000) g;\nINSERT INTO bare SELECT g FROM generate_series(1, 2000) g;");
        Assert.True((await RunAsync(simulator, files)).Succeeded);
        using var more = new MigrationFiles(
            Table + "CREATE TABLE bare (n int);", Rows, "INSERT INTO bare SELECT g FROM generate_series(1, 2000) g;\nINSERT INTO bare SELECT g FROM generate_series(1, 2000) g;",
            "CREATE TABLE later (id int);", sql.Replace("(0)*3001", string.Join(",", Enumerable.Repeat("(0)", 3001)), StringComparison.Ordinal));

        RunResult result = await RunAsync(simulator, more);

        MigrationProblem problem = Assert.Single(result.Plan.Problems);
        Assert.Equal(MigrationProblemCode.TooManyRows, problem.Code);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
        Assert.Empty(result.Results);
    }

    [PostgresTheory]
    [InlineData("DELETE FROM t WHERE tenant = 1; UPDATE t SET n = 1")]
    [InlineData("ALTER TABLE t RENAME TO old; CREATE TABLE t (id int); UPDATE t SET id = 1")]
    [InlineData("UPDATE t SET n = 1 WHERE tenant = 1")]
    [InlineData("-- @batch: 1000 by tenant, id\nUPDATE t SET n = 1")]
    public async Task What_may_fit_is_tried(string sql)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(Table, Rows, sql);

        RunResult first = await RunAsync(simulator, files, new RunOptions { ToVersion = "2" });
        RunResult second = await RunAsync(simulator, files);

        Assert.True(first.Succeeded && second.Succeeded, string.Join('\n', second.Plan.Problems) + second.Failed?.Failure);
    }

    /// <summary>The file is changed as the error says, after a statement before it was applied for good.</summary>
    [PostgresFact]
    public async Task The_refusal_shows_the_directive_and_the_file_goes_on_with_it()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        const string Before = "INSERT INTO t VALUES (3, 1, 0);\n";
        const string Update = "UPDATE t SET n = n + 1 WHERE tenant > 0;";
        using var files = new MigrationFiles(Table, Rows, Before + Update);

        MigrationResult failed = (await RunAsync(simulator, files)).Failed!;

        Assert.Equal((MigrationResultStatus.Partial, "54000", 2), (failed.Status, failed.Failure!.Error.SqlState, failed.Failure.StatementNumber));
        const string Directive = "-- @batch: 1000 by tenant, id";
        Assert.Contains($"Write {Directive} on the line before it", failed.Failure.Remedy, StringComparison.Ordinal);
        using var mended = new MigrationFiles(Table, Rows, $"{Before}{Directive}\n{Update}");
        RunResult again = await RunAsync(simulator, mended);
        Assert.True(again.Succeeded, string.Join('\n', again.Plan.Problems) + again.Failed?.Failure);
        Assert.Equal("5001", (await Database(simulator).ScalarAsync("SELECT count(*) FROM t WHERE n = 1")));
        Assert.Empty((await RunAsync(simulator, mended)).Results);
        Assert.Empty((await RunAsync(simulator, mended)).Plan.Problems);
        using var other = new MigrationFiles(Table, Rows, $"{Before}{Directive}\n{Update} SELECT 1;");
        Assert.Equal(MigrationProblemCode.ChecksumChanged, Assert.Single((await RunAsync(simulator, other)).Plan.Problems).Code);
    }

    /// <summary>1,000 rows of the directive are 4,000 with those that the foreign key deletes along.</summary>
    [PostgresFact]
    public async Task A_range_that_takes_too_many_rows_along_is_made_smaller()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(
            "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE child (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);",
            "INSERT INTO t SELECT g FROM generate_series(1, 2500) g;",
            "INSERT INTO child SELECT g, g % 1250 + 1 FROM generate_series(1, 2500) g; INSERT INTO child SELECT g + 5000, g % 1250 + 1 FROM generate_series(1, 1250) g;",
            "-- @batch: 1000 by id\nDELETE FROM t WHERE id > 0;");
        var observer = new RecordingObserver();

        RunResult result = await RunAsync(simulator, files, observer: observer);

        Assert.True(result.Succeeded, string.Join('\n', result.Plan.Problems) + result.Failed?.Failure);
        Assert.Equal("0,0", await Database(simulator).ScalarAsync("SELECT (SELECT count(*) FROM t) || ',' || (SELECT count(*) FROM child)"));
        Assert.Equal([500L, 1000, 1500, 2000, 2500], observer.Of<RunEvent.RangeApplied>().Select(range => range.Rows));
    }

    private static BatchDatabase Database(DsqlSimulator simulator) =>
        new(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), simulator.BackendConnectionString);

    private static Task<RunResult> RunAsync(DsqlSimulator simulator, MigrationFiles files, RunOptions? options = null, IRunObserver? observer = null) =>
        new MigrationRunner(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), observer ?? new RecordingObserver(), TimeProvider.System)
            .RunAsync(files.Read(), options ?? new RunOptions(), new CancellationTokenSource(MigrationDatabase.Patience * 5).Token);
}
