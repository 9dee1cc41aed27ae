using Npgsql;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Migrations taken back on Aurora DSQL, statement by statement.</summary>
[Collection(DsqlCollection.Name)]
public sealed class UndoOnDsqlTests(DsqlFixture fixture)
{
    private const string First = """
        CREATE TABLE a (id int);
        INSERT INTO a VALUES (1);
        -- @undo
        DROP TABLE a;
        """;

    private const string Second = """
        CREATE TABLE b (id int);
        ALTER TABLE b ADD COLUMN name text;
        CREATE INDEX ASYNC b_name ON b (name);
        -- @undo
        INSERT INTO a VALUES (2);
        DROP INDEX b_name;
        DROP TABLE b;
        """;

    private static readonly RunOptions Last = new() { Undo = new UndoOptions() };

    [PostgresFact]
    public async Task Applied_taken_back_and_applied_again()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(First, Second);
        Assert.True((await RunAsync(simulator, files.Read(), new RunOptions())).Succeeded);

        RunResult undone = await RunAsync(simulator, files.Read(), new RunOptions { Undo = new UndoOptions { Last = 2 } });
        Assert.True(undone.Succeeded, undone.Failed?.Failure?.ToString());
        Assert.Equal([("0002_step.sql", 3), ("0001_step.sql", 1)], undone.Results.Select(result => (result.FileName, result.StatementsApplied)));
        Assert.Null(await QueryAsync(simulator, "SELECT to_regclass('a')::text || to_regclass('b')::text"));
        Assert.Equal(["completed", "completed", "undone", "undone"], (await LogAsync(simulator)).Select(entry => entry.StatusText));

        Assert.Equal(2, (await RunAsync(simulator, files.Read(), new RunOptions())).Results.Count);
        Assert.Equal("b_name", await QueryAsync(simulator, "SELECT to_regclass('b_name')::text"));

        Assert.True((await RunAsync(simulator, files.Read(), new RunOptions { Undo = new UndoOptions { MarkOnly = true } })).Succeeded);
        Assert.Equal("b", await QueryAsync(simulator, "SELECT to_regclass('b')::text"));
        Assert.Equal("undone", (await LogAsync(simulator))[^1].StatusText);
    }

    /// <summary>The cut leaves the row "undoing"; the catalog tells whether the statement was applied.</summary>
    [PostgresTheory]
    [InlineData(DsqlFaultKind.CutBefore, "INSERT INTO a")]
    [InlineData(DsqlFaultKind.CutAfter, "INSERT INTO a")]
    [InlineData(DsqlFaultKind.CutBefore, "DROP INDEX")]
    [InlineData(DsqlFaultKind.CutAfter, "DROP INDEX")]
    [InlineData(DsqlFaultKind.CutBefore, "DROP TABLE b")]
    [InlineData(DsqlFaultKind.CutAfter, "DROP TABLE b")]
    public async Task A_cut_undo_goes_on_where_it_was(DsqlFaultKind fault, string statement)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles(First, Second);
        Assert.True((await RunAsync(simulator, files.Read(), new RunOptions())).Succeeded);
        simulator.Faults.Add(fault, when: sql => sql.StartsWith(statement, StringComparison.Ordinal));

        MigrationResult cut = Assert.Single((await RunAsync(simulator, files.Read(), Last)).Results);
        Assert.NotEqual(MigrationResultStatus.Undone, cut.Status);

        RunResult again = await RunAsync(simulator, files.Read(), Last);
        Assert.True(again.Plan.CanRun, string.Join('\n', again.Plan.Problems));
        Assert.True(again.Succeeded, again.Failed?.Failure?.ToString());
        Assert.Equal("0002_step.sql", Assert.Single(again.Results).FileName);
        Assert.Equal("1,2", await QueryAsync(simulator, "SELECT string_agg(id::text, ',' ORDER BY id) FROM a"));
        Assert.Null(await QueryAsync(simulator, "SELECT to_regclass('b')::text"));
        Assert.Equal(MigrationState.Undone, (await Runner(simulator).PlanAsync(files.Read(), new RunOptions())).Migrations[1].State);
    }

    [PostgresFact]
    public async Task Rows_are_repaired_in_one_transaction()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        using var files = new MigrationFiles("CREATE TABLE a (id int);", "CREATE TABLE b (id int);", "CREATE TABLE c (id int);");
        MigrationSet set = History.RepairRunnerTests.Named(files.Read());
        Assert.True((await RunAsync(simulator, set, new RunOptions { ToVersion = "2" })).Succeeded);
        foreach (string sql in History.RepairRunnerTests.Damage)
        {
            await QueryAsync(simulator, sql);
        }

        await History.RepairRunnerTests.CheckAsync(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), set, new RecordingObserver());
    }

    private static Task<RunResult> RunAsync(DsqlSimulator simulator, MigrationSet set, RunOptions options) =>
        Runner(simulator).RunAsync(set, options with { RunId = Guid.NewGuid() });

    private static MigrationRunner Runner(DsqlSimulator simulator) =>
        new(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), new RecordingObserver(), TimeProvider.System);

    private static Task<IReadOnlyList<MigrationLogEntry>> LogAsync(DsqlSimulator simulator) =>
        new MigrationLogReader(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions())).ReadAsync(HistoryTableName.Default);

    private static async Task<string?> QueryAsync(DsqlSimulator simulator, string sql)
    {
        await using var connection = new NpgsqlConnection(simulator.BackendConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync()) is { } value and not DBNull ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
