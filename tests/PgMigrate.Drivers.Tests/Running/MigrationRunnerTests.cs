using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

[Collection(SandboxCollection.Name)]
public sealed class MigrationRunnerTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task Applies_in_order_of_number_and_a_second_run_does_nothing()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("9_second.sql", "INSERT INTO t VALUES (9);")
            .Write("10_third.sql", "INSERT INTO t VALUES (10); INSERT INTO t VALUES (11);")
            .Write("1_first.sql", "CREATE TABLE t (id int, at serial);");
        var options = new RunOptions { ToolVersion = "9.9", RunId = Guid.NewGuid() };
        RunResult first = await database.ApplyAsync(options);
        Assert.Equal(["1_first.sql Applied", "9_second.sql Applied", "10_third.sql Applied"], first.Results.Select(result => result.ToString()));
        Assert.Equal([(1, 1), (1, 1), (2, 2)], first.Results.Select(result => (result.StatementsApplied, result.StatementsTotal)));
        Assert.Equal("9,10,11", await database.ScalarAsync("SELECT string_agg(id::text, ',' ORDER BY at) FROM t"));

        IReadOnlyList<MigrationLogEntry> log = await database.LogAsync();
        Assert.Equal([1, 2, 3], log.Select(entry => entry.StepNumber));
        Assert.All(log, entry =>
        {
            Assert.Equal((MigrationLogStatus.Completed, options.RunId, "9.9"), (entry.Status, entry.RunId!.Value, entry.ToolVersion));
            Assert.StartsWith("postgres@", entry.AppliedBy, StringComparison.Ordinal);
            Assert.Matches("^[0-9a-f]{64}$", entry.Checksum);
            Assert.True(entry.Duration >= TimeSpan.Zero);
        });
        Assert.Equal(["1", "9", "10"], log.Select(entry => entry.Version));
        Assert.Equal(database.Read().Migrations.Select(migration => migration.Checksum), log.Select(entry => entry.Checksum));
        Assert.Equal("CREATE TABLE t (id int, at serial);", await database.ScalarAsync("SELECT sql_executed FROM migration_log ORDER BY id LIMIT 1"));

        RunResult second = await database.ApplyAsync();
        Assert.Empty(second.Results);
        Assert.Empty(second.Plan.Steps);
        Assert.Empty(second.Plan.Problems);
        Assert.All(second.Plan.Migrations, migration => Assert.Equal(MigrationState.Applied, migration.State));
        Assert.Equal(3, (await database.LogAsync()).Count);
    }

    [PostgresFact]
    public async Task A_new_file_is_all_that_the_next_run_applies()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a ();").ApplyAsync();
        RunResult next = await database.Write("0002_b.sql", "CREATE TABLE b ();").ApplyAsync();
        Assert.Equal("0002_b.sql", Assert.Single(next.Results).FileName);
        Assert.Equal([1, 2], (await database.LogAsync()).Select(entry => entry.StepNumber));
    }

    [PostgresFact]
    public async Task An_empty_folder_touches_nothing()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        Assert.Empty((await database.ApplyAsync()).Results);
        Assert.False(await database.ExistsAsync("migration_log"));
    }

    [PostgresFact]
    public async Task A_migration_of_comments_only_is_applied_and_recorded()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        RunResult result = await database.Write("0001_empty.sql", "-- nothing\n/* yet */ ;;").ApplyAsync();
        Assert.Equal(0, Assert.Single(result.Results).StatementsTotal);
        Assert.Empty((await database.ApplyAsync()).Results);
    }

    [PostgresFact]
    public async Task Planning_touches_nothing_and_says_what_a_run_would_do()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", "CREATE INDEX CONCURRENTLY x ON a ((1));");
        MigrationPlan plan = await database.PlanAsync();
        Assert.Equal([TransactionMode.Transactional, TransactionMode.None], plan.Steps.Select(step => step.Migration.TransactionMode));
        Assert.Contains("CREATE INDEX CONCURRENTLY", plan.Steps[1].ModeReason, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("migration_log"));
        Assert.False(await database.ExistsAsync("a"));
    }

    [PostgresFact]
    public async Task Stops_after_the_version_asked_for()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", "CREATE TABLE b ();").Write("0003_c.sql", "CREATE TABLE c ();");
        Assert.Equal(2, (await database.ApplyAsync(new RunOptions { ToVersion = "2" })).Results.Count);
        Assert.False(await database.ExistsAsync("c"));
        RunResult unknown = await database.RunAsync(new RunOptions { ToVersion = "7" });
        Assert.Equal(MigrationProblemCode.UnknownVersion, Assert.Single(unknown.Plan.Problems).Code);
        Assert.Empty(unknown.Results);
    }

    [PostgresFact]
    public async Task A_failing_migration_is_rolled_back_recorded_and_told_with_its_place()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_good.sql", "CREATE TABLE good (id int);")
            .Write("0002_bad.sql", "-- a comment with 🐘\r\nCREATE TABLE half (id int);\r\nINSERT INTO half VALUES (1),\r\n  ('🐘', nowhere);\r\n")
            .Write("0003_later.sql", "CREATE TABLE later ();");
        RunResult run = await database.RunAsync();
        Assert.False(run.Succeeded);
        Assert.Equal([MigrationResultStatus.Applied, MigrationResultStatus.Failed], run.Results.Select(result => result.Status));
        MigrationFailure failure = run.Failed!.Failure!;
        Assert.Equal(Path.Combine(database.Folder, "0002_bad.sql"), failure.Path);
        Assert.Equal((4, 9), (failure.Position!.Value.Line, failure.Position.Value.Column));
        Assert.Equal((2, "INSERT INTO half VALUES (1),", "42703"), (failure.StatementNumber!.Value, failure.StatementFirstLine, failure.Error.SqlState));
        Assert.Contains("rolled back", failure.Remedy, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("half"));
        Assert.False(await database.ExistsAsync("later"));
        Assert.True(await database.ExistsAsync("good"));

        MigrationLogEntry row = (await database.LogAsync())[^1];
        Assert.Equal(("0002_bad.sql", MigrationLogStatus.Failed, 0, 2), (row.FileName, row.Status, row.StatementsApplied!.Value, row.StatementsTotal!.Value));
        Assert.Contains("0002_bad.sql:4:9: ", row.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("SQLSTATE: 42703", row.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Statement: 2: INSERT INTO half", row.ErrorMessage, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_mended_migration_is_applied_by_the_next_run()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (id int); SELECT broken;");
        Assert.Equal(MigrationResultStatus.Failed, (await database.RunAsync()).Failed!.Status);
        Assert.Equal(MigrationState.Failed, Assert.Single((await database.PlanAsync()).Migrations).State);
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);").ApplyAsync();
        Assert.Equal(["0001_a.sql failed", "0001_a.sql completed"], await database.LogLinesAsync());
        Assert.Empty((await database.ApplyAsync()).Results);
    }

    [PostgresFact]
    public async Task A_failure_at_commit_is_told_without_a_statement()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (id int PRIMARY KEY, p int REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (1, 2);");
        MigrationFailure failure = (await database.RunAsync()).Failed!.Failure!;
        Assert.Equal("23503", failure.Error.SqlState);
        Assert.Null(failure.StatementNumber);
        Assert.False(await database.ExistsAsync("a"));
        Assert.Equal(["0001_a.sql failed"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task A_failing_copy_is_told_with_its_statement()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (id int);\nCOPY a FROM STDIN;\n1\nx\n\\.\nSELECT 1;");
        MigrationFailure failure = (await database.RunAsync()).Failed!.Failure!;
        Assert.Equal(("22P02", 2, 2), (failure.Error.SqlState, failure.StatementNumber!.Value, failure.Position!.Value.Line));
        Assert.Contains("COPY a, line 2", failure.ToString(), StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("a"));
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);\nCOPY a FROM STDIN;\n1\n\\.\nINSERT INTO a VALUES (2);").ApplyAsync();
        Assert.Equal("2", await database.ScalarAsync("SELECT count(*) FROM a"));
    }

    [PostgresFact]
    public async Task Notices_are_told_with_their_file()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "DO $$ BEGIN RAISE NOTICE 'hello'; RAISE WARNING 'careful'; END $$;").Write("0002_b.sql", "DROP TABLE IF EXISTS nowhere;").ApplyAsync();
        Assert.Equal(
            ["0001_a.sql NOTICE hello", "0001_a.sql WARNING careful", "0002_b.sql NOTICE table \"nowhere\" does not exist, skipping"],
            database.Observer.Of<RunEvent.ServerMessage>().Select(message => $"{message.FileName} {message.Notice.Severity} {message.Notice.Message}"));
    }

    [PostgresFact]
    public async Task The_events_of_a_run_come_in_order()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", "SELECT broken;").RunAsync();
        Assert.Equal(
            ["LockAcquired", "Planned", "MigrationStarted", "MigrationFinished", "MigrationStarted", "MigrationFinished"],
            database.Observer.Events.Select(item => item.GetType().Name));
    }

    [PostgresFact]
    public async Task An_older_log_is_adopted_and_its_migrations_are_not_run_again()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync(
            """
            CREATE TABLE migration_log (id SERIAL PRIMARY KEY, step_number INTEGER NOT NULL, description TEXT NOT NULL, sql_executed TEXT,
                status VARCHAR(20) DEFAULT 'pending', error_message TEXT, executed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)
            """,
            """
            INSERT INTO migration_log (step_number, description, status) VALUES
                (1, '001-first.sql', 'completed'), (2, '002-second.sql', 'failed'), (3, '002-second.sql', 'completed'), (4, '003-third.sql', 'failed')
            """);
        database.Write("001-first.sql", "SELECT broken;").Write("002-second.sql", "SELECT broken;").Write("003-third.sql", "CREATE TABLE third ();");
        RunResult run = await database.ApplyAsync();
        Assert.Equal("003-third.sql", Assert.Single(run.Results).FileName);
        IReadOnlyList<MigrationLogEntry> log = await database.LogAsync();
        Assert.Equal(5, log.Count);
        Assert.Equal((5, 5L, "003"), (log[^1].StepNumber, log[^1].Id, log[^1].Version));
        Assert.Empty((await database.ApplyAsync()).Results);
    }

    [PostgresFact]
    public async Task A_row_without_a_file_name_in_an_older_log_is_no_obstacle()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync(
            "CREATE TABLE migration_log (id SERIAL PRIMARY KEY, step_number INTEGER, description TEXT, status TEXT, executed_at TIMESTAMP)",
            "INSERT INTO migration_log (description, status) VALUES (NULL, 'failed'), ('001-first.sql', 'completed')");
        RunResult run = await database.Write("001-first.sql", "SELECT broken;").Write("002-second.sql", "CREATE TABLE b ();").ApplyAsync();
        Assert.Equal("002-second.sql", Assert.Single(run.Results).FileName);
    }

    [PostgresFact]
    public async Task A_table_of_something_else_stops_the_run()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE migration_log (id int)");
        await Assert.ThrowsAsync<UnknownHistoryTableException>(() => database.Write("0001_a.sql", "CREATE TABLE a ();").RunAsync());
        Assert.False(await database.ExistsAsync("a"));
    }

    [PostgresFact]
    public async Task The_history_goes_where_it_is_told()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE SCHEMA \"Ops; --\"");
        var table = new HistoryTableName("Ops; --", "the \"log\"");
        database.Write("0001_a.sql", "CREATE TABLE a ();");
        await database.ApplyAsync(new RunOptions { HistoryTable = table });
        Assert.Single(await database.LogAsync(table));
        Assert.False(await database.ExistsAsync("migration_log"));
        Assert.Empty((await database.ApplyAsync(new RunOptions { HistoryTable = table })).Results);
    }

    [PostgresFact]
    public async Task Without_any_schema_it_says_so()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        RunResult run = await database.Write("0001_a.sql", "SELECT 1;").RunAsync(new RunOptions { SearchPath = "nowhere" });
        Assert.Equal(MigrationProblemCode.NoHistorySchema, Assert.Single(run.Plan.Problems).Code);
        Assert.Empty(run.Results);
    }

    [PostgresFact]
    public async Task Secrets_reach_neither_the_log_nor_the_failure()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE ROLE pgmigrate_secretive PASSWORD 'hush-hush'; SELECT broken;");
        MigrationFailure failure = (await database.RunAsync()).Failed!.Failure!;
        Assert.DoesNotContain("hush-hush", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM migration_log l WHERE l::text LIKE '%hush-hush%'"));
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM migration_log WHERE sql_executed LIKE 'CREATE ROLE%'"));
    }
}
