using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>An undo keeps another tool's table, and takes the down scripts of another tool's folder.</summary>
[Collection(SandboxCollection.Name)]
public sealed class UndoFormatTests(SandboxFixture fixture)
{
    private const string Journal = """{"entries":[{"when":100,"tag":"1_a"},{"when":200,"tag":"2_b"},{"when":300,"tag":"3_c"}]}""";

    private static readonly RunOptions Last = new() { Undo = new UndoOptions() };

    [PostgresTheory]
    [InlineData("PgMigrations", "SELECT name FROM pgmigrations ORDER BY id", "1_a,2_b", "1_a", "")]
    [InlineData("Dbmate", "SELECT version FROM schema_migrations ORDER BY 1", "1,2", "1", "")]
    [InlineData("Diesel", "SELECT version FROM __diesel_schema_migrations ORDER BY 1", "1,2", "1", "")]
    [InlineData("GolangMigrate", "SELECT version || dirty::text FROM schema_migrations", "2false", "1false", "")]
    [InlineData("Goose", "SELECT version_id FROM goose_db_version ORDER BY id", "0,1,2", "0,1", "0")]
    [InlineData("Sqlx", "SELECT version || description || success FROM _sqlx_migrations ORDER BY version", "1atrue,2btrue", "1atrue", "")]
    public async Task The_row_goes_as_with_the_tools_own_down(string format, string query, string one, string two, string three)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture,
            ("1_a.sql", "CREATE TABLE a (id int);\n-- @undo\nDROP TABLE a;"),
            ("2_b.sql", "CREATE INDEX CONCURRENTLY i ON a (id);\n-- @undo\nDROP INDEX CONCURRENTLY i;"),
            ("3_c.sql", "CREATE TABLE c ();\n-- @undo\nDROP TABLE c;"));
        await Done(test.RunAsync(format, layout: "Native"));
        foreach (string left in new[] { one, two, three })
        {
            MigrationResult undone = Assert.Single((await Done(test.RunAsync(format, Last, "Native"))).Results);
            Assert.Equal((MigrationResultStatus.Undone, MigrationState.Pending), (undone.Status, undone.Migration.State));
            Assert.Equal(left, await test.QueryAsync(query));
        }

        Assert.Empty((await Done(test.RunAsync(format, Last, "Native"))).Results);
        Assert.Equal("0", await test.QueryAsync("SELECT count(*) FROM pg_class WHERE relname IN ('a', 'i', 'c')"));
        Assert.Equal(3, (await Done(test.RunAsync(format, layout: "Native"))).Results.Count);
    }

    [PostgresFact]
    public async Task Drizzle_has_no_down_and_a_row_can_be_taken_away()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "CREATE TABLE a ();"), ("2_b.sql", "CREATE TABLE b ();"), ("3_c.sql", "CREATE TABLE c ();"));
        test.Write("meta/_journal.json", Journal);
        await Done(test.RunAsync("Drizzle"));
        Assert.Equal("NoUndo", HistoryCase.Codes((await test.RunAsync("Drizzle", Last)).Plan.Problems));
        await Done(test.RunAsync("Drizzle", new RunOptions { Undo = new UndoOptions { MarkOnly = true } }));
        Assert.Equal("100,200", await test.QueryAsync("SELECT created_at FROM drizzle.__drizzle_migrations ORDER BY id"));
        Assert.Equal("3_c.sql", HistoryCase.Due(await test.PlanAsync("Drizzle")));
    }

    [PostgresTheory]
    [InlineData("Dbmate", "1_a.sql", "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n", null, null)]
    [InlineData("Goose", "1_a.sql", "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n", null, null)]
    [InlineData("NodePgMigrate", "1_a.sql", "-- Up Migration\nCREATE TABLE a (id int);\n-- Down Migration\nDROP TABLE a;\n", null, null)]
    [InlineData("NodePgMigrate", "1_a.up.sql", "CREATE TABLE a (id int);", "1_a.down.sql", "DROP TABLE a;")]
    [InlineData("GolangMigrate", "1_a.up.sql", "CREATE TABLE a (id int);", "1_a.down.sql", "DROP TABLE a;")]
    [InlineData("Sqlx", "1_a.up.sql", "CREATE TABLE a (id int);", "1_a.down.sql", "DROP TABLE a;")]
    [InlineData("Diesel", "2024-01-01-000000_a/up.sql", "CREATE TABLE a (id int);", "2024-01-01-000000_a/down.sql", "DROP TABLE a;")]
    [InlineData("Flyway", "V1__a.sql", "CREATE TABLE a (id int);", "U1__a.sql", "DROP TABLE a;")]
    [InlineData("Native", "1_a.sql", "CREATE TABLE a (id int);", "1_a-rollback.sql", "DROP TABLE a;")]
    public async Task Every_layouts_down_script_takes_back(string layout, string up, string upText, string? down, string? downText)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, (up, upText));
        if (down is not null)
        {
            test.Write(down, downText!);
        }

        await Done(test.RunAsync("Native", layout: layout));
        Assert.Equal("1", await test.QueryAsync("SELECT count(*) FROM pg_class WHERE relname = 'a'"));
        Assert.Equal(MigrationResultStatus.Undone, Assert.Single((await Done(test.RunAsync("Native", Last, layout))).Results).Status);
        Assert.Equal("0", await test.QueryAsync("SELECT count(*) FROM pg_class WHERE relname = 'a'"));
        Assert.Equal(MigrationState.Undone, Assert.Single((await test.PlanAsync("Native", layout)).Migrations).State);
    }

    [PostgresTheory]
    [InlineData("Sqlx", "1_a.up.sql", "1_a.down.sql", "-- no-transaction\nDROP TABLE a;", true)]
    [InlineData("Sqlx", "1_a.up.sql", "1_a.down.sql", "DROP TABLE a;", false)]
    [InlineData("Flyway", "V1__a.sql", "U1__a.sql", "DROP TABLE a;", true)]
    [InlineData("Native", "1_a.sql", "1_a.down.sql", "-- @transaction: none\nDROP TABLE a;", true)]
    public async Task A_down_script_says_for_itself_whether_it_is_one_transaction(string layout, string up, string down, string text, bool alone)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, (up, "CREATE TABLE a (id int);"), (down, text));
        if (layout == "Flyway")
        {
            test.Write(down + ".conf", "executeInTransaction=false\n");
        }

        await Done(test.RunAsync("Native", layout: layout));
        MigrationResult undone = Assert.Single((await Done(test.RunAsync("Native", Last, layout))).Results);
        Assert.Equal(alone ? TransactionMode.None : TransactionMode.Transactional, undone.TransactionMode);
    }

    [PostgresFact]
    public async Task A_failed_undo_leaves_the_row_and_says_that_there_is_no_place_for_progress()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("1_a.sql", "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down transaction:false\nDROP TABLE a;\nDROP TABLE missing;\n"));
        await Done(test.RunAsync("Dbmate"));
        MigrationResult failed = Assert.Single((await test.RunAsync("Dbmate", Last)).Results);
        Assert.Equal(MigrationResultStatus.Partial, failed.Status);
        Assert.Contains("public.schema_migrations has no place for that", failed.Failure!.ToString(), StringComparison.Ordinal);
        Assert.Equal("1", await test.QueryAsync("SELECT version FROM schema_migrations"));
        await Done(test.RunAsync("Dbmate", new RunOptions { Undo = new UndoOptions { MarkOnly = true } }));
        Assert.Equal("", await test.QueryAsync("SELECT version FROM schema_migrations"));
    }

    [PostgresFact]
    public async Task A_commit_without_an_answer_is_told_by_the_row_that_is_gone()
    {
        foreach (bool committed in new[] { true, false })
        {
            using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;\n"));
            await Done(test.RunAsync("Dbmate"));
            Func<SqlBatch, Task> cut = batch => batch.Commands.Any(command => command.Text.Span.StartsWith("DROP TABLE a"))
                ? throw new SqlFailureException(new SqlFailure { Message = "cut", ConnectionLost = true, Outcome = SqlOutcome.Unknown })
                : Task.CompletedTask;
            var watched = committed ? new Running.WatchedSessionFactory(test.Sessions) { After = cut } : new Running.WatchedSessionFactory(test.Sessions) { Before = cut };
            RunResult run = await new MigrationRunner(watched, test, TimeProvider.System).RunAsync(test.Read(), Last with { HistoryFormat = "Dbmate" });
            Assert.Equal(committed ? MigrationResultStatus.Undone : MigrationResultStatus.Failed, Assert.Single(run.Results).Status);
            Assert.Equal(committed ? "" : "1", await test.QueryAsync("SELECT version FROM schema_migrations"));
        }
    }

    [PostgresFact]
    public async Task Where_ours_is_empty_and_the_tools_is_not_it_is_said()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, ("1_a.sql", "-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;\n"));
        await Done(test.RunAsync("Dbmate"));
        MigrationPlan plan = (await test.RunAsync(null, Last)).Plan;
        Assert.Equal(("", "OtherHistory"), (HistoryCase.Due(plan), HistoryCase.Codes(plan.Problems)));
        Assert.Contains("-HistoryFormat Dbmate", plan.Problems[0].Remedy, StringComparison.Ordinal);
    }

    private static async Task<RunResult> Done(Task<RunResult> running)
    {
        RunResult run = await running.WaitAsync(TestLimit.OneWait);
        Assert.True(run.Succeeded, string.Join('\n', run.Plan.Problems) + run.Failed?.Failure);
        return run;
    }
}
