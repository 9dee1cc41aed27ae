using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;
using PgMigrate.Testing.Contracts;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>One run at a time on one history.</summary>
[Collection(SandboxCollection.Name)]
public sealed class RunLockTests(SandboxFixture sandbox)
{
    private const string EndLock =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate lock %'";

    private const string NoLock =
        "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate lock %')";

    private const string EndOthers =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";

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
            return await runner.RunAsync(database.Read(), new RunOptions { LockTimeout = MigrationDatabase.Patience });
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
        database.Write("0001_a.sql", "SELECT pg_sleep(600);");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> holder = database.RunAsync(new RunOptions { ApplicationName = "the holder" }, cancel.Token);
        await database.WaitForSleepAsync(holder);

        var waiting = new RecordingObserver();
        var error = await Assert.ThrowsAsync<RunLockedException>(() => new MigrationRunner(database.Factory, waiting, TimeProvider.System)
            .RunAsync(database.Read(), new RunOptions { LockTimeout = TimeSpan.FromMilliseconds(300) }));
        string process = (await database.ScalarAsync(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'the holder lock %'"))!;
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
        await using Gate gate = await Gate.CloseAsync(database);
        database.Write("0001_a.sql", "CREATE TABLE a (); " + Gate.Pass);
        Task<RunResult> first = database.ApplyAsync();
        await gate.WaitAsync(first);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiter = new RecordingObserver { OnEach = item => { if (item is RunEvent.LockWaiting) { waits.TrySetResult(); } } };
        Task<RunResult> waiting = new MigrationRunner(database.Factory, waiter, TimeProvider.System)
            .RunAsync(database.Read(), new RunOptions { LockTimeout = MigrationDatabase.Patience });
        await Task.WhenAny(waits.Task, waiting).WaitAsync(MigrationDatabase.Patience);
        Assert.False(waiting.IsCompleted);
        await gate.OpenAsync();
        RunResult second = await waiting.WaitAsync(MigrationDatabase.Patience);
        Assert.Single((await first).Results);
        Assert.Empty(second.Results);
        Assert.True(second.Succeeded);
    }

    [PostgresFact]
    public async Task Unrelated_histories_do_not_wait_for_each_other()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        using var other = new MigrationDatabase(database.ConnectionString);
        database.Write("0001_a.sql", "SELECT pg_sleep(600);");
        other.Write("0001_b.sql", "CREATE TABLE b ();");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> holder = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(holder);
        await other.ApplyAsync(new RunOptions { HistoryTable = new HistoryTableName(null, "other_log"), LockTimeout = MigrationDatabase.Patience });

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
        database.Write("0001_a.sql", "SELECT pg_sleep(600);");
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
        await database.ExecuteAsync("CREATE TABLE t (id int)");
        await using Gate gate = await Gate.CloseAsync(database);
        database.Write("0001_a.sql", "INSERT INTO t VALUES (1); " + Gate.Pass);
        Task<RunResult> first = database.RunAsync();
        await gate.WaitAsync(first);
        await database.ExecuteAsync(EndLock);
        await database.WaitForAsync(NoLock);
        using var other = new MigrationDatabase(database.ConnectionString);
        other.Write("0001_a.sql", "INSERT INTO t VALUES (1); " + Gate.Pass);
        var error = await Assert.ThrowsAsync<RunLockedException>(() => other.RunAsync(new RunOptions { LockTimeout = TimeSpan.Zero }));
        Assert.Contains("still at work", error.Message, StringComparison.Ordinal);

        Task<RunResult> waiting = other.ApplyAsync(new RunOptions { LockTimeout = MigrationDatabase.Patience });
        await gate.OpenAsync();
        RunResult second = await waiting;
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

    [PostgresFact]
    public async Task The_holder_is_told_with_its_run_its_process_and_its_machine()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "SELECT pg_sleep(600);");
        using var cancel = new CancellationTokenSource();
        var options = new RunOptions();
        Task<RunResult> running = database.RunAsync(options, cancel.Token);
        await database.WaitForSleepAsync(running);
        RunLockHolder holder = Assert.Single(await new RunUnlocker(database.Factory, TimeProvider.System).FindAsync(new RunOptions()));
        Assert.Equal((RunLockMode.Advisory, true, "active"), (holder.Kind, holder.IsAlive, holder.WorkState));
        Assert.Equal((options.RunId.ToString("n")[..8], Environment.ProcessId), (holder.Run, holder.ClientProcess));
        Assert.StartsWith(holder.Host!, Environment.MachineName, StringComparison.Ordinal);
        Assert.NotEmpty(holder.Host!);
        Assert.InRange(holder.Since!.Value, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(10));
        Assert.NotEqual(holder.LockProcess, holder.WorkProcess);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(MigrationDatabase.Patience));
    }

    [PostgresFact]
    public async Task A_run_that_lost_its_locks_connection_stops_before_its_next_migration()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (); " + Gate.Pass).Write("0002_b.sql", "CREATE TABLE b ();");
        Task<RunResult> running = CutLockAsync(database);
        var error = await Assert.ThrowsAsync<SqlFailureException>(() => running.WaitAsync(MigrationDatabase.Patience));
        Assert.Contains("held the run's lock was lost", error.Message, StringComparison.Ordinal);
        Assert.True(await database.ExistsAsync("a"));
        Assert.False(await database.ExistsAsync("b"));
        Assert.Equal(["0001_a.sql completed"], await database.LogLinesAsync());
        await database.ApplyAsync();
    }

    /// <summary>Its sessions were ended while it stood still, and another run has done all there was to do.</summary>
    [PostgresTheory]
    [InlineData("CREATE TABLE a ();")]
    [InlineData("-- @transaction: none\nCREATE TABLE a (); CREATE TABLE b ();")]
    public async Task A_run_that_wakes_after_another_had_finished_writes_nothing(string sql)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", sql);
        string[] before = [];
        var frozen = new RecordingObserver
        {
            OnEach = item =>
            {
                if (item is RunEvent.MigrationStarted)
                {
                    Task.Run(async () =>
                    {
                        await database.ExecuteAsync(EndOthers);
                        await database.WaitForSilenceAsync();
                        await database.ApplyAsync();
                        before = await database.LogLinesAsync();
                    }).Wait(MigrationDatabase.Patience);
                }
            },
        };

        RunResult woken = await new MigrationRunner(database.Factory, frozen, TimeProvider.System).RunAsync(database.Read(), new RunOptions()).WaitAsync(MigrationDatabase.Patience);

        Assert.False(woken.Succeeded);
        Assert.Equal(["0001_a.sql completed"], before);
        Assert.Equal(before, await database.LogLinesAsync());

        // Where it is not known whether the row of the start was written, nothing more is tried.
        Assert.True(
            woken.Failed!.Status == MigrationResultStatus.Unknown
            || frozen.Of<RunEvent.Message>().Any(message => message.IsWarning && message.Text.Contains("held the run's lock was lost", StringComparison.Ordinal)));
    }

    [PostgresFact]
    public async Task A_stepwise_migration_whose_run_lost_its_lock_stops_before_its_next_statement()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", $"-- @transaction: none\n{Gate.Pass}\nCREATE TABLE b ();");
        Task<RunResult> running = CutLockAsync(database);
        MigrationResult stopped = (await running.WaitAsync(MigrationDatabase.Patience)).Failed!;
        Assert.Equal((MigrationResultStatus.Partial, 1), (stopped.Status, stopped.StatementsApplied));
        Assert.Contains("held the run's lock was lost", stopped.Failure!.Error.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("b"));
        await database.ApplyAsync();
        Assert.True(await database.ExistsAsync("b"));
    }

    [PostgresFact]
    public async Task A_baseline_waits_for_the_work_of_a_run_that_lost_its_lock()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (); SELECT pg_sleep(600);");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> running = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(running);
        await database.ExecuteAsync(EndLock);
        await database.WaitForAsync(NoLock);
        var baseline = new Engine.History.BaselineRunner(database.Factory, new RecordingObserver(), TimeProvider.System);
        var error = await Assert.ThrowsAsync<RunLockedException>(
            () => baseline.RunAsync(database.Read(), new Engine.History.BaselineOptions { LockTimeout = TimeSpan.Zero }));
        Assert.Contains("still at work", error.Message, StringComparison.Ordinal);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(MigrationDatabase.Patience));
    }

    [PostgresFact]
    public async Task A_session_that_took_a_lost_ones_place_is_locked_again()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", "SELECT pg_sleep(600);");
        ISqlSessionFactory real = database.Factory;
        bool cut = false;
        database.Factory = new WatchedSessionFactory(real)
        {
            // The first migration is committed, its answer lost, and the connection with it.
            After = async batch =>
            {
                if (!cut && batch.Commands.Any(command => command.Text.Span.StartsWith("CREATE TABLE a")))
                {
                    cut = true;
                    await using ISqlSession other = await real.OpenAsync();
                    await other.ExecuteAsync(new SqlBatch(new SqlCommand(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'cut me'")));
                    throw new SqlFailureException(new SqlFailure { Message = "cut", ConnectionLost = true, Outcome = SqlOutcome.Unknown });
                }
            },
            IsConnected = () => !cut,
        };
        using var cancel = new CancellationTokenSource();
        Task<RunResult> running = database.RunAsync(new RunOptions { ApplicationName = "cut me" }, cancel.Token);
        using var other = new MigrationDatabase(database.ConnectionString);
        await other.WaitForSleepAsync(running);
        Assert.Equal("2", await other.ScalarAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(MigrationDatabase.Patience));
    }

    /// <summary>Runs, ends the lock's connection while a statement is under way, and lets that go on when the run knows.</summary>
    private static async Task<RunResult> CutLockAsync(MigrationDatabase database)
    {
        await using Gate gate = await Gate.CloseAsync(database);
        ISqlSessionFactory real = database.Factory;
        var watched = new WatchedSessionFactory(real);
        database.Factory = watched;
        Task<RunResult> running = database.RunAsync();
        database.Factory = real;
        await gate.WaitAsync(running);
        await database.ExecuteAsync(EndLock);
        await watched.Lost.WaitAsync(MigrationDatabase.Patience);
        await gate.OpenAsync();
        return await running;
    }
}
