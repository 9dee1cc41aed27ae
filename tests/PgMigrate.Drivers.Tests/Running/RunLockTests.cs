using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;
using PgMigrate.Testing.Contracts;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>One run at a time on one history.</summary>
[Collection(SandboxCollection.Name)]
public sealed class RunLockTests(SandboxFixture sandbox)
{
    private const int Racers = 8;

    [PostgresFact]
    public async Task Eight_runners_apply_each_migration_exactly_once()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE applied (name text)");
        for (int number = 1; number <= 20; number++)
        {
            // Some take a transaction, some cannot; an index built concurrently waits for every open transaction, also a waiter's.
            database.Write($"{number:0000}_m.sql", number % 5 == 0
                ? $"CREATE TABLE t{number} (id int); CREATE INDEX CONCURRENTLY ON t{number} (id); INSERT INTO applied VALUES ('{number}');"
                : $"CREATE TABLE t{number} (id int); INSERT INTO applied VALUES ('{number}');");
        }

        var start = new StartLine(Racers);
        RunResult[] runs = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => Task.Run(async () =>
        {
            var runner = new MigrationRunner(database.Factory, new RecordingObserver(), TimeProvider.System);
            await start.WaitAsync();
            return await runner.RunAsync(database.Read(), new RunOptions());
        }))).WaitAsync(MigrationDatabase.Patience);
        Assert.All(runs, run => Assert.True(run.Succeeded, run.Failed?.Failure?.ToString()));
        Assert.Equal(20, runs.Sum(run => run.Results.Count));
        Assert.Equal("20 20", await database.ScalarAsync("SELECT count(*) || ' ' || count(DISTINCT name) FROM applied"));
        Assert.Equal(Enumerable.Range(1, 20), (await database.LogAsync()).Select(entry => entry.StepNumber));
    }

    [PostgresFact]
    public async Task Who_waits_too_long_is_told_who_holds_the_lock()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "SELECT pg_sleep(60);");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> holder = database.RunAsync(new RunOptions { ApplicationName = "the holder" }, cancel.Token);
        await database.WaitForSleepAsync(holder);

        var waiting = new RecordingObserver();
        var error = await Assert.ThrowsAsync<RunLockedException>(() => new MigrationRunner(database.Factory, waiting, TimeProvider.System)
            .RunAsync(database.Read(), new RunOptions { LockTimeout = TimeSpan.FromMilliseconds(300) }));
        string process = (await database.ScalarAsync(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'the holder lock'"))!;
        Assert.Contains($"process {process} of user postgres", error.Holder, StringComparison.Ordinal);
        Assert.Contains("the holder lock", error.Holder, StringComparison.Ordinal);
        Assert.Contains(error.Holder, error.Message, StringComparison.Ordinal);
        Assert.Contains("pg_terminate_backend", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(error.Holder, Assert.Single(waiting.Of<RunEvent.LockWaiting>()).Holder);
        Assert.Empty(waiting.Of<RunEvent.LockAcquired>());

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holder.WaitAsync(MigrationDatabase.Patience));
    }

    [PostgresFact]
    public async Task Who_waits_goes_on_when_the_holder_is_done()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (); SELECT pg_sleep(1);");
        Task<RunResult> first = database.ApplyAsync();
        await database.WaitForSleepAsync(first);
        RunResult second = await new MigrationRunner(database.Factory, new RecordingObserver(), TimeProvider.System).RunAsync(database.Read(), new RunOptions());
        Assert.Single((await first).Results);
        Assert.Empty(second.Results);
        Assert.True(second.Succeeded);
    }

    [PostgresFact]
    public async Task Unrelated_histories_do_not_wait_for_each_other()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        using var other = new MigrationDatabase(database.ConnectionString);
        database.Write("0001_a.sql", "SELECT pg_sleep(60);");
        other.Write("0001_b.sql", "CREATE TABLE b ();");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> holder = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(holder);
        await other.ApplyAsync(new RunOptions { HistoryTable = new HistoryTableName(null, "other_log"), LockTimeout = TimeSpan.FromSeconds(5) });

        // The same table is the same lock, whether its schema is named or found.
        await Assert.ThrowsAsync<RunLockedException>(
            () => other.RunAsync(new RunOptions { HistoryTable = new HistoryTableName("public", "migration_log"), LockTimeout = TimeSpan.Zero }));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holder.WaitAsync(MigrationDatabase.Patience));
    }

    [PostgresFact]
    public async Task Waiting_can_be_cancelled()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "SELECT pg_sleep(60);");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> holder = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(holder);
        using var cancelWaiter = new CancellationTokenSource();
        var observer = new RecordingObserver { OnEach = item => { if (item is RunEvent.LockWaiting) { cancelWaiter.Cancel(); } } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new MigrationRunner(database.Factory, observer, TimeProvider.System)
            .RunAsync(database.Read(), new RunOptions(), cancelWaiter.Token).WaitAsync(MigrationDatabase.Patience));
        Assert.False(holder.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holder.WaitAsync(MigrationDatabase.Patience));
    }

    [PostgresFact]
    public async Task A_run_that_lost_its_locks_connection_still_keeps_others_from_applying_the_same()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE t (id int)", "CREATE TABLE pace (seconds int)", "INSERT INTO pace VALUES (2)");
        database.Write("0001_a.sql", "INSERT INTO t VALUES (1); SELECT pg_sleep(seconds) FROM pace;");
        Task<RunResult> first = database.RunAsync();
        await database.WaitForSleepAsync(first);
        await database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'PgMigrate lock'");
        await database.WaitForAsync(
            "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'PgMigrate lock')");
        using var other = new MigrationDatabase(database.ConnectionString);
        other.Write("0001_a.sql", "INSERT INTO t VALUES (1); SELECT pg_sleep(seconds) FROM pace;");
        var error = await Assert.ThrowsAsync<RunLockedException>(() => other.RunAsync(new RunOptions { LockTimeout = TimeSpan.Zero }));
        Assert.Contains("still at work", error.Message, StringComparison.Ordinal);

        RunResult second = await other.ApplyAsync();
        Assert.True((await first).Succeeded);
        Assert.Empty(second.Results);
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
        Assert.Equal(["0001_a.sql completed"], await database.LogLinesAsync());
    }

    [PostgresTheory]
    [InlineData("SELECT broken;")]
    [InlineData("SELECT 'open")]
    public async Task The_lock_is_free_after_a_run_that_failed(string sql)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", sql).RunAsync();
        await database.WaitForSilenceAsync();
        await database.Write("0001_a.sql", "SELECT 1;").ApplyAsync(new RunOptions { LockTimeout = TimeSpan.Zero });
    }
}
