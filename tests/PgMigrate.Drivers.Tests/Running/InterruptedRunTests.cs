using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Runs that are cancelled, cut off or killed: nothing half-applied, nothing twice, nothing claimed that is not known.</summary>
[Collection(SandboxCollection.Name)]
public sealed class InterruptedRunTests(SandboxFixture sandbox)
{
    [PostgresTheory]
    [InlineData("CREATE TABLE a (id int); SELECT pg_sleep(600); CREATE TABLE b ();")]
    [InlineData("CREATE TABLE a (id int); DO $$ BEGIN LOOP PERFORM pg_sleep(1); END LOOP; END $$; CREATE TABLE b ();")]
    public async Task A_cancelled_migration_is_rolled_back_and_the_lock_is_free(string sql)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0000_first.sql", "CREATE TABLE first ();").Write("0001_a.sql", sql);
        using var cancel = new CancellationTokenSource();
        Task<RunResult> run = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(run);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(MigrationDatabase.Patience));
        var last = Assert.IsType<RunEvent.MigrationFinished>(database.Observer.Events[^1]);
        Assert.Equal(("0001_a.sql", MigrationResultStatus.Cancelled, 0), (last.Result.FileName, last.Result.Status, last.Result.StatementsApplied));
        Assert.False(await database.ExistsAsync("a"));
        Assert.Equal(["0000_first.sql completed"], await database.LogLinesAsync());
        await database.WaitForSilenceAsync();

        await database.Write("0001_a.sql", "CREATE TABLE a ();").ApplyAsync(new RunOptions { LockTimeout = TimeSpan.Zero });
        Assert.True(await database.ExistsAsync("a"));
    }

    [PostgresFact]
    public async Task A_cancelled_copy_is_rolled_back()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync(
            "CREATE TABLE t (id int)",
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END $$",
            "CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION slow()");
        database.Write("0001_a.sql", "CREATE TABLE a ();\nCOPY t FROM STDIN;\n" + string.Concat(Enumerable.Repeat("1\n", 100_000)) + "\\.\n");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> run = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(run);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(MigrationDatabase.Patience));
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM t"));
        Assert.False(await database.ExistsAsync("a"));
        await database.WaitForSilenceAsync();
    }

    [PostgresFact]
    public async Task A_stepwise_migration_that_is_cancelled_goes_on_where_it_stopped()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE pace (seconds int)", "INSERT INTO pace VALUES (600)");
        database.Write("0001_a.sql",
            "CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY a_id ON a (id);\nINSERT INTO a SELECT 1 FROM (SELECT pg_sleep(seconds) FROM pace) s;\nVACUUM a;");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> run = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(run);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(MigrationDatabase.Patience));
        var last = Assert.IsType<RunEvent.MigrationFinished>(database.Observer.Events[^1]);
        Assert.Equal((MigrationResultStatus.Partial, 2), (last.Result.Status, last.Result.StatementsApplied));
        Assert.Equal(["0001_a.sql partial"], await database.LogLinesAsync());

        await database.ExecuteAsync("UPDATE pace SET seconds = 0");
        await database.ApplyAsync();
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM a"));
        Assert.Equal(["0001_a.sql completed"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task A_session_cut_mid_migration_is_a_failure_recorded_on_a_new_one()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (id int);\nSELECT pg_sleep(600);");
        Task<RunResult> run = database.RunAsync();
        await database.WaitForSleepAsync(run);
        await database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'");
        MigrationResult failed = (await run.WaitAsync(MigrationDatabase.Patience)).Failed!;
        Assert.Equal(MigrationResultStatus.Failed, failed.Status);
        Assert.True(failed.Failure!.Error.ConnectionLost);
        Assert.Equal("57P01", failed.Failure.Error.SqlState);
        Assert.False(await database.ExistsAsync("a"));
        Assert.Equal(["0001_a.sql failed"], await database.LogLinesAsync());
        await database.Write("0001_a.sql", "CREATE TABLE a (id int);").ApplyAsync();
    }

    [PostgresTheory]
    [InlineData(true, MigrationResultStatus.Applied)]
    [InlineData(false, MigrationResultStatus.Failed)]
    public async Task A_commit_without_an_answer_is_looked_up_in_the_history(bool committed, MigrationResultStatus expected)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        ISqlSessionFactory real = database.Factory;
        Func<SqlBatch, Task> cut = batch => batch.Commands.Any(command => command.Text.Span.StartsWith("CREATE TABLE a "))
            ? throw new SqlFailureException(new SqlFailure { Message = "cut", ConnectionLost = true, Outcome = SqlOutcome.Unknown })
            : Task.CompletedTask;
        database.Factory = committed ? new WatchedSessionFactory(real) { After = cut } : new WatchedSessionFactory(real) { Before = cut };
        RunResult run = await database.Write("0001_a.sql", "CREATE TABLE a (id int);").RunAsync();
        Assert.Equal(expected, Assert.Single(run.Results).Status);
        database.Factory = real;
        Assert.Equal(committed, await database.ExistsAsync("a"));
        await database.ApplyAsync();
        Assert.True(await database.ExistsAsync("a"));
    }

    [PostgresFact]
    public async Task A_server_killed_mid_run_is_survived_by_the_next_run()
    {
        // A sandbox answers a COMMIT before it is on disk; this test is about a server that keeps its word.
        await using LocalPostgres server = await LocalPostgres.StartAsync(TestServer.Options with
        {
            Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on" },
        });
        using var database = new MigrationDatabase(await server.CreateDatabaseAsync("crash"));
        await database.ExecuteAsync("CREATE TABLE pace (seconds int)", "INSERT INTO pace VALUES (600)");
        database.Write("0001_a.sql", "CREATE TABLE a (id int);")
            .Write("0002_b.sql", "CREATE TABLE b (id int);\nCREATE INDEX CONCURRENTLY b_id ON b (id);\nINSERT INTO b SELECT 1 FROM (SELECT pg_sleep(seconds) FROM pace) s;")
            .Write("0003_c.sql", "CREATE TABLE c (id int);\nSELECT pg_sleep(seconds) FROM pace;");
        MigrationResult stepwise = await KillInSleepAsync(server, database);
        Assert.Equal(("0002_b.sql", MigrationResultStatus.Unknown, 2), (stepwise.FileName, stepwise.Status, stepwise.StatementsApplied));
        Assert.Equal(["0001_a.sql completed", "0002_b.sql running"], await database.LogLinesAsync());
        Assert.Equal(MigrationState.Partial, (await database.PlanAsync()).Migrations[1].State);

        // The statement under way was in a transaction with its progress, so the next run knows that it was not applied.
        await database.ExecuteAsync("DELETE FROM pace");
        await database.ApplyAsync(new RunOptions { ToVersion = "2" });
        Assert.Equal(["0001_a.sql completed", "0002_b.sql completed"], await database.LogLinesAsync());

        await database.ExecuteAsync("INSERT INTO pace VALUES (600)");
        MigrationResult transactional = await KillInSleepAsync(server, database);
        Assert.Equal(("0003_c.sql", MigrationResultStatus.Unknown), (transactional.FileName, transactional.Status));
        Assert.False(await database.ExistsAsync("c"));
        await database.ExecuteAsync("DELETE FROM pace");
        await database.ApplyAsync();
        Assert.Equal(["0001_a.sql completed", "0002_b.sql completed", "0003_c.sql completed"], await database.LogLinesAsync());
        Assert.True(await database.ExistsAsync("c"));
    }

    private static async Task<MigrationResult> KillInSleepAsync(LocalPostgres server, MigrationDatabase database)
    {
        Task<RunResult> run = database.RunAsync();
        await database.WaitForSleepAsync(run);
        await server.KillAsync();
        MigrationResult failed = (await run.WaitAsync(MigrationDatabase.Patience)).Failed!;
        await server.RestartAsync();
        return failed;
    }
}
