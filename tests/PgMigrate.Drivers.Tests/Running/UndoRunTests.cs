using PgMigrate.Drivers.Tests.RealInput;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Migrations taken back on PostgreSQL.</summary>
[Collection(SandboxCollection.Name)]
public sealed class UndoRunTests(SandboxFixture sandbox)
{
    private const string Stepwise = """
        CREATE TABLE t (id int);
        CREATE INDEX t_id ON t (id);
        -- @undo
        DROP INDEX CONCURRENTLY t_id;
        INSERT INTO gate VALUES (1);
        DROP TABLE t;
        """;

    private static readonly RunOptions Last = new() { Undo = new UndoOptions() };

    [RealInputFact("pg_dump")]
    public async Task All_applied_all_taken_back_all_applied_is_the_same_schema()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "quickstart"), "*.sql"))
        {
            File.Copy(file, Path.Combine(database.Folder, Path.GetFileName(file)));
        }

        var programs = new ClientPrograms(database.ConnectionString);
        string empty = await programs.DumpSchemaAsync("--exclude-table=migration_log*");
        int applied = (await database.ApplyAsync()).Results.Count;
        string first = await programs.DumpSchemaAsync();
        int undoable = database.Read().Migrations.Reverse().TakeWhile(migration => migration.UndoScript is not null).Count();
        Assert.True(undoable >= 5, $"{undoable}");
        RunResult undone = await database.ApplyAsync(new RunOptions { Undo = new UndoOptions { Last = undoable } });
        Assert.Equal(database.Read().Migrations.Reverse().Take(undoable).Select(migration => migration.FileName), undone.Results.Select(result => result.FileName));
        Assert.All(undone.Results, result => Assert.Equal((MigrationResultStatus.Undone, MigrationState.Undone), (result.Status, result.Migration.State)));
        if (undoable == applied)
        {
            Assert.Equal(empty, await programs.DumpSchemaAsync("--exclude-table=migration_log*"));
        }

        Assert.Equal(undoable, (await database.ApplyAsync()).Results.Count);
        Assert.Equal(first, await programs.DumpSchemaAsync());
        Assert.Equal(applied + undoable + undoable, (await database.LogAsync()).Count);
    }

    [PostgresFact]
    public async Task The_undo_and_its_row_are_one_transaction()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);\n-- @undo\nDROP TABLE a;\nSELECT 1 / 0;").ApplyAsync();
        RunResult run = await database.RunAsync(Last);
        MigrationResult failed = run.Failed!;
        Assert.Equal((MigrationResultStatus.Failed, MigrationState.Applied, 0), (failed.Status, failed.Migration.State, failed.StatementsApplied));
        Assert.Equal((4, 2), (failed.Failure!.Position!.Value.Line, failed.Failure.StatementNumber!.Value));
        Assert.Contains("run Undo-Migration again", failed.Failure.Remedy, StringComparison.Ordinal);
        Assert.True(await database.ExistsAsync("a"));
        Assert.Equal(["0001_a.sql completed", "0001_a.sql failed"], await database.LogLinesAsync());
        Assert.Equal(MigrationState.Applied, (await database.PlanAsync()).Migrations[0].State);
        Assert.Empty((await database.ApplyAsync()).Results);

        await database.Write("0001_a.sql", "CREATE TABLE a (id int);\n-- @undo\nDROP TABLE a;").RunAsync(Last);
        Assert.True(await database.ExistsAsync("a"));
        await database.ApplyAsync(new RunOptions { Undo = new UndoOptions { AllowChanged = true } });
        Assert.False(await database.ExistsAsync("a"));
        MigrationLogEntry row = (await database.LogAsync())[^1];
        Assert.Equal((MigrationLogStatus.Undone, 1, 1), (row.Status, row.StatementsApplied!.Value, row.StatementsTotal!.Value));
        Assert.Equal(MigrationState.Undone, (await database.PlanAsync()).Migrations[0].State);
    }

    [PostgresFact]
    public async Task A_twin_file_takes_back_and_its_errors_are_in_it()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);").Write("0001_a-rollback.sql", "SELECT 1;\nDROP TABLE nowhere;")
            .Write("0002_b.sql", "CREATE TABLE b (id int);").Write("0002_b.down.sql", "DROP TABLE b;").ApplyAsync();
        RunResult run = await database.RunAsync(new RunOptions { Undo = new UndoOptions { Last = 2 } });
        Assert.Equal([MigrationResultStatus.Undone, MigrationResultStatus.Failed], run.Results.Select(result => result.Status));
        Assert.EndsWith("0001_a-rollback.sql", run.Failed!.Failure!.Path, StringComparison.Ordinal);
        Assert.Equal(2, run.Failed.Failure.Position!.Value.Line);
        Assert.Equal(["0001_a.sql completed", "0002_b.sql completed", "0002_b.sql undone", "0001_a.sql failed"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task A_stepwise_undo_that_fails_goes_on_where_it_stopped_and_nothing_is_applied_meanwhile()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", Stepwise).ApplyAsync();
        MigrationResult failed = (await database.RunAsync(Last)).Failed!;
        Assert.Equal((MigrationResultStatus.Partial, 1, 3), (failed.Status, failed.StatementsApplied, failed.StatementsTotal));
        Assert.Contains("1 of 3 statements of the undo", failed.Failure!.Remedy, StringComparison.Ordinal);
        Assert.Equal(["0001_a.sql completed", "0001_a.sql undo partial"], await database.LogLinesAsync());

        RunResult refused = await database.RunAsync();
        Assert.Equal(MigrationProblemCode.UndoUnfinished, Assert.Single(refused.Plan.Problems).Code);
        Assert.Equal(MigrationState.Partial, refused.Plan.Migrations[0].State);

        await database.ExecuteAsync("CREATE TABLE gate (id int)");
        MigrationResult done = Assert.Single((await database.ApplyAsync(Last)).Results);
        Assert.Equal((MigrationResultStatus.Undone, 3), (done.Status, done.StatementsApplied));
        Assert.False(await database.ExistsAsync("t"));
        Assert.Equal(["0001_a.sql completed", "0001_a.sql undone"], await database.LogLinesAsync());
        await database.ApplyAsync();
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM gate"));
        Assert.Equal(MigrationState.Applied, (await database.PlanAsync()).Migrations[0].State);
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_statement_without_an_answer_is_looked_for_in_the_catalog(bool applied)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE gate (id int)");
        await database.Write("0001_a.sql", Stepwise).ApplyAsync();
        await CutUndoAsync(database, "DROP INDEX CONCURRENTLY", applied);

        await database.ApplyAsync(Last);

        Assert.False(await database.ExistsAsync("t"));
        Assert.Equal(["0001_a.sql completed", "0001_a.sql undone"], await database.LogLinesAsync());
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_statement_that_the_catalog_does_not_tell_of_is_asked_about(bool applied)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE calls (id int)", "CREATE PROCEDURE step() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO calls VALUES (1); COMMIT; END $$");
        await database.Write("0001_a.sql", "CREATE TABLE t (id int);\n\n-- @undo\n-- @transaction: none\n\nCALL step();\nDROP TABLE t;\n").ApplyAsync();
        await CutUndoAsync(database, "CALL", applied);

        Assert.Equal(MigrationProblemCode.UnknownProgress, Assert.Single((await database.RunAsync(Last)).Plan.Problems).Code);
        await database.ApplyAsync(Last with { Resume = applied ? ResumeChoice.Skip : ResumeChoice.Retry });

        Assert.False(await database.ExistsAsync("t"));
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM calls"));
        Assert.Equal(["0001_a.sql completed", "0001_a.sql undone"], await database.LogLinesAsync());
    }

    /// <summary>Undoes until a statement that gets no answer, before or after the server has done it.</summary>
    private static async Task CutUndoAsync(MigrationDatabase database, string statement, bool applied)
    {
        ISqlSessionFactory real = database.Factory;
        Func<SqlBatch, Task> cut = batch => batch.Commands.Any(command => command.Text.Span.StartsWith(statement))
            ? throw new SqlFailureException(new SqlFailure { Message = "cut", ConnectionLost = true, Outcome = SqlOutcome.Unknown })
            : Task.CompletedTask;
        database.Factory = applied ? new WatchedSessionFactory(real) { After = cut } : new WatchedSessionFactory(real) { Before = cut };
        MigrationResult unknown = (await database.RunAsync(Last)).Failed!;
        Assert.Equal((MigrationResultStatus.Unknown, MigrationState.Partial), (unknown.Status, unknown.Migration.State));
        Assert.Contains("statement 1 of the undo", unknown.Failure!.Remedy, StringComparison.Ordinal);
        Assert.Equal(["0001_a.sql completed", "0001_a.sql undoing"], await database.LogLinesAsync());
        database.Factory = real;
    }

    [PostgresTheory]
    [InlineData(true, MigrationResultStatus.Undone)]
    [InlineData(false, MigrationResultStatus.Failed)]
    public async Task A_commit_without_an_answer_is_looked_up_in_the_history(bool committed, MigrationResultStatus expected)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);\n-- @undo\nDROP TABLE a;").ApplyAsync();
        ISqlSessionFactory real = database.Factory;
        Func<SqlBatch, Task> cut = batch => batch.Commands.Any(command => command.Text.Span.StartsWith("DROP TABLE a"))
            ? throw new SqlFailureException(new SqlFailure { Message = "cut", ConnectionLost = true, Outcome = SqlOutcome.Unknown })
            : Task.CompletedTask;
        database.Factory = committed ? new WatchedSessionFactory(real) { After = cut } : new WatchedSessionFactory(real) { Before = cut };
        RunResult run = await database.RunAsync(Last);
        Assert.Equal(expected, Assert.Single(run.Results).Status);
        database.Factory = real;
        Assert.Equal(committed, !await database.ExistsAsync("a"));
        Assert.Equal(committed ? MigrationState.Undone : MigrationState.Applied, (await database.PlanAsync()).Migrations[0].State);
    }

    [PostgresFact]
    public async Task A_cancelled_undo_is_rolled_back_and_the_lock_is_free()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);\n-- @undo\nDROP TABLE a;\nSELECT pg_sleep(600);").ApplyAsync();
        using var cancel = new CancellationTokenSource();
        Task<RunResult> run = database.RunAsync(Last, cancel.Token);
        await database.WaitForSleepAsync(run);
        Assert.Equal(0, await HeldAsync(database));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(MigrationDatabase.Patience));
        var last = Assert.IsType<RunEvent.MigrationFinished>(database.Observer.Events[^1]);
        Assert.Equal((MigrationResultStatus.Cancelled, MigrationState.Applied), (last.Result.Status, last.Result.Migration.State));
        Assert.True(await database.ExistsAsync("a"));
        await database.WaitForSilenceAsync();
        Assert.Empty((await database.ApplyAsync(new RunOptions { LockTimeout = TimeSpan.Zero })).Results);
    }

    [PostgresFact]
    public async Task A_server_killed_during_an_undo_is_survived_by_the_next()
    {
        // A sandbox answers a COMMIT before it is on disk; this test is about a server that keeps its word.
        await using LocalPostgres server = await LocalPostgres.StartAsync(TestServer.Options with
        {
            Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on" },
        });
        using var database = new MigrationDatabase(await server.CreateDatabaseAsync("crash"));
        await database.ExecuteAsync("CREATE TABLE pace (seconds int)", "CREATE TABLE seen (id int)");
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);\n-- @undo\nDROP TABLE a;\nSELECT pg_sleep(seconds) FROM pace;")
            .Write("0002_b.sql", "CREATE TABLE b (id int); CREATE INDEX b_id ON b (id);\n-- @undo\nDROP INDEX CONCURRENTLY b_id;\nINSERT INTO seen SELECT 1 FROM (SELECT pg_sleep(seconds) FROM pace) s;\nDROP TABLE b;")
            .ApplyAsync();
        await database.ExecuteAsync("INSERT INTO pace VALUES (600)");
        MigrationResult stepwise = await KillInSleepAsync(server, database);
        Assert.Equal(("0002_b.sql", MigrationResultStatus.Unknown, 1), (stepwise.FileName, stepwise.Status, stepwise.StatementsApplied));
        Assert.Equal(["0001_a.sql completed", "0002_b.sql completed", "0002_b.sql undoing"], await database.LogLinesAsync());

        // The statement under way was in a transaction with its progress, so the next run knows that it was not applied.
        await database.ExecuteAsync("UPDATE pace SET seconds = 0");
        Assert.Equal(3, Assert.Single((await database.ApplyAsync(Last)).Results).StatementsApplied);
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM seen"));

        await database.ExecuteAsync("UPDATE pace SET seconds = 600");
        MigrationResult transactional = await KillInSleepAsync(server, database);
        Assert.Equal(("0001_a.sql", MigrationResultStatus.Unknown), (transactional.FileName, transactional.Status));
        Assert.True(await database.ExistsAsync("a"));
        await database.ExecuteAsync("DELETE FROM pace");
        await database.ApplyAsync(Last);
        Assert.Equal(["0001_a.sql completed", "0002_b.sql completed", "0002_b.sql undone", "0001_a.sql undone"], await database.LogLinesAsync());
        Assert.False(await database.ExistsAsync("a"));
    }

    private static async Task<MigrationResult> KillInSleepAsync(LocalPostgres server, MigrationDatabase database)
    {
        Task<RunResult> run = database.RunAsync(Last);
        await database.WaitForSleepAsync(run);
        await server.KillAsync();
        MigrationResult failed = (await run.WaitAsync(MigrationDatabase.Patience)).Failed!;
        await server.RestartAsync();
        return failed;
    }

    [PostgresFact]
    public async Task Only_marked_is_recorded_and_not_run()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);").ApplyAsync();
        Assert.Equal(MigrationProblemCode.NoUndo, Assert.Single((await database.RunAsync(Last)).Plan.Problems).Code);
        MigrationResult marked = Assert.Single((await database.ApplyAsync(new RunOptions { Undo = new UndoOptions { MarkOnly = true } })).Results);
        Assert.Equal((MigrationResultStatus.Undone, 0), (marked.Status, marked.StatementsTotal));
        Assert.True(await database.ExistsAsync("a"));
        Assert.Equal("-- marked as undone; nothing was run", await database.ScalarAsync("SELECT sql_executed FROM migration_log WHERE status = 'undone'"));
        Assert.Equal("0001_a.sql", Assert.Single((await database.PlanAsync()).Steps).Migration.FileName);
    }

    [PostgresFact]
    public async Task Settings_and_variables_reach_the_undo()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE seen (timeout text, place text, who text)", "CREATE SCHEMA app");
        await database.Write("0001_a.sql", "SELECT 1;\n-- @undo\nINSERT INTO public.seen VALUES (current_setting('statement_timeout'), current_schema(), :'who');").ApplyAsync();
        var options = Last with
        {
            HistoryTable = HistoryTableName.Parse("public.migration_log"),
            StatementTimeout = TimeSpan.FromSeconds(77),
            SearchPath = "app",
            Variables = new Dictionary<string, string> { ["who"] = "me" },
        };
        await database.ApplyAsync(options);
        Assert.Equal("77s app me", await database.ScalarAsync("SELECT timeout || ' ' || place || ' ' || who FROM seen"));
    }

    /// <summary>Tries to run beside: 0 migrations, because the lock is held.</summary>
    private static async Task<int> HeldAsync(MigrationDatabase database)
    {
        await Assert.ThrowsAsync<RunLockedException>(() => database.RunAsync(new RunOptions { LockTimeout = TimeSpan.Zero }).WaitAsync(MigrationDatabase.Patience));
        return 0;
    }
}
