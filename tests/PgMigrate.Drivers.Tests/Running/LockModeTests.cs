using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Runs that hold a lease and runs that hold an advisory lock keep out of each other's way.</summary>
[Collection(SandboxCollection.Name)]
public sealed class LockModeTests(SandboxFixture sandbox)
{
    [PostgresTheory]
    [InlineData(RunLockMode.Lease, RunLockMode.Auto)]
    [InlineData(RunLockMode.Lease, RunLockMode.Lease)]
    [InlineData(RunLockMode.Advisory, RunLockMode.Lease)]
    [InlineData(RunLockMode.Auto, RunLockMode.Advisory)]
    public async Task One_kind_waits_for_the_other(RunLockMode first, RunLockMode second)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "SELECT pg_sleep(60);");
        using var cancel = new CancellationTokenSource();
        var options = new RunOptions { LockMode = first };
        Task<RunResult> running = database.RunAsync(options, cancel.Token);
        await database.WaitForSleepAsync(running);
        using var other = new MigrationDatabase(database.ConnectionString);
        other.Write("0001_a.sql", "SELECT 1;");
        var locked = await Assert.ThrowsAsync<RunLockedException>(
            () => other.RunAsync(new RunOptions { LockMode = second, LockTimeout = TimeSpan.FromMilliseconds(200) }));
        Assert.Contains(first == RunLockMode.Lease ? options.RunId.ToString() : options.RunId.ToString("n")[..8], locked.Holder, StringComparison.Ordinal);
        Assert.Contains("Unlock-Migration", locked.Remedy, StringComparison.Ordinal);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(MigrationDatabase.Patience));
        await other.ApplyAsync(new RunOptions { LockMode = second });
    }

    [PostgresFact]
    public async Task Sixteen_runners_of_both_kinds_apply_each_migration_exactly_once()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE applied (name text)");
        for (int number = 1; number <= 5; number++)
        {
            database.Write($"000{number}_m.sql", $"INSERT INTO applied VALUES ('{number}');");
        }

        RunResult[] runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => new MigrationRunner(database.Factory, new RecordingObserver(), TimeProvider.System)
            .RunAsync(database.Read(), new RunOptions
            {
                LockMode = number % 2 == 0 ? RunLockMode.Lease : RunLockMode.Advisory,
                LockTimeout = TimeSpan.FromMinutes(3),
            }))).WaitAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(5, runs.Sum(run => run.Results.Count));
        Assert.Equal("5 5", await database.ScalarAsync("SELECT count(*) || ' ' || count(DISTINCT name) FROM applied"));
    }

    [PostgresFact]
    public async Task A_lease_ended_by_hand_stops_its_run_which_can_write_nothing_more()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (); SELECT pg_sleep(4);");
        Task<RunResult> running = database.RunAsync(new RunOptions { LockMode = RunLockMode.Lease });
        await database.WaitForSleepAsync(running);
        var unlocker = new RunUnlocker(database.Factory, TimeProvider.System);
        RunLockHolder holder = Assert.Single(await unlocker.FindAsync(new RunOptions()));
        Assert.Equal((RunLockMode.Lease, true, Environment.MachineName, Environment.ProcessId), (holder.Kind, holder.IsAlive, holder.Host, holder.ClientProcess));
        RunUnlock refused = await unlocker.FreeAsync(new RunOptions(), holder, evenAlive: false);
        Assert.False(refused.Freed, refused.Message);
        Assert.Single(await unlocker.FindAsync(new RunOptions()));
        Assert.True((await unlocker.FreeAsync(new RunOptions(), holder, evenAlive: true)).Freed);
        Assert.Empty(await unlocker.FindAsync(new RunOptions()));
        MigrationResult fenced = (await running.WaitAsync(MigrationDatabase.Patience)).Failed!;
        Assert.Contains("the lock of this run was lost", fenced.Failure!.Error.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("a"));
    }

    [PostgresFact]
    public async Task A_lease_of_a_dead_run_is_ended_only_while_it_is_still_the_same()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "SELECT 1;").ApplyAsync(new RunOptions { LockMode = RunLockMode.Lease });

        // As a run leaves it that died 35 seconds ago.
        await database.ExecuteAsync("UPDATE migration_log_lock SET renewed_at = clock_timestamp() - interval '35 s', expires_at = clock_timestamp() + interval '10 s'");
        var unlocker = new RunUnlocker(database.Factory, TimeProvider.System);
        RunLockHolder holder = Assert.Single(await unlocker.FindAsync(new RunOptions()));
        Assert.False(holder.IsAlive);
        string seen = (await database.ScalarAsync("SELECT lease_id FROM migration_log_lock"))!;
        await database.ExecuteAsync("UPDATE migration_log_lock SET lease_id = gen_random_uuid()");
        Assert.False((await unlocker.FreeAsync(new RunOptions(), holder, evenAlive: true)).Freed);
        await database.ExecuteAsync($"UPDATE migration_log_lock SET lease_id = '{seen}'");
        Assert.True((await unlocker.FreeAsync(new RunOptions(), holder, evenAlive: false)).Freed);
        await database.Write("0002_b.sql", "SELECT 1;").ApplyAsync(new RunOptions { LockTimeout = TimeSpan.Zero });
    }

    [PostgresFact]
    public async Task An_advisory_lock_is_freed_by_ending_its_sessions()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (); SELECT pg_sleep(60);");
        Task<RunResult> running = database.RunAsync();
        await database.WaitForSleepAsync(running);
        var unlocker = new RunUnlocker(database.Factory, TimeProvider.System);
        RunLockHolder holder = Assert.Single(await unlocker.FindAsync(new RunOptions()));
        Assert.True(holder.IsAlive);
        Assert.False((await unlocker.FreeAsync(new RunOptions(), holder, evenAlive: false)).Freed);
        Assert.False(running.IsCompleted);
        RunUnlock freed = await unlocker.FreeAsync(new RunOptions(), holder, evenAlive: true);
        Assert.True(freed.Freed, freed.Message);
        Assert.Contains($"{holder.LockProcess}", freed.Message, StringComparison.Ordinal);
        await running.WaitAsync(MigrationDatabase.Patience).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.False(await database.ExistsAsync("a"));
        using var other = new MigrationDatabase(database.ConnectionString);
        await other.Write("0001_a.sql", "CREATE TABLE a ();").ApplyAsync();
    }

    [PostgresFact]
    public async Task Work_that_outlives_its_lock_is_found_and_ended()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (); SELECT pg_sleep(60);");
        Task<RunResult> running = database.RunAsync();
        await database.WaitForSleepAsync(running);
        await database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate lock %'");
        await database.WaitForAsync("NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate lock %')");
        var unlocker = new RunUnlocker(database.Factory, TimeProvider.System);
        RunLockHolder holder = Assert.Single(await unlocker.FindAsync(new RunOptions()));
        Assert.Equal((null, false, "active"), (holder.LockProcess, holder.IsAlive, holder.WorkState));
        Assert.Contains("still at work", holder.ToString(), StringComparison.Ordinal);
        Assert.True((await unlocker.FreeAsync(new RunOptions(), holder, evenAlive: false)).Freed);
        await running.WaitAsync(MigrationDatabase.Patience).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [PostgresFact]
    public async Task What_ended_while_this_machine_stood_still_is_found_ended()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        database.Write("0001_a.sql", "CREATE TABLE a (); SELECT pg_sleep(3600);");
        Task<RunResult> running = database.RunAsync();
        await database.WaitForSleepAsync(running);
        var sessions = new WatchedSessionFactory(database.Factory)
        {
            After = batch => batch.Commands.Any(command => command.Text.Span.Contains("pg_terminate_backend", StringComparison.Ordinal))
                ? database.WaitForAsync("NOT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND datname = current_database())")
                : Task.CompletedTask,
        };
        var unlocker = new RunUnlocker(sessions, new LeapingTime());
        RunLockHolder holder = Assert.Single(await unlocker.FindAsync(new RunOptions()));
        RunUnlock freed = await unlocker.FreeAsync(new RunOptions(), holder, evenAlive: true);
        Assert.True(freed.Freed, freed.Message);
        await running.WaitAsync(MigrationDatabase.Patience).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [PostgresFact]
    public async Task Who_may_not_end_a_session_is_told_so()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync(
            "DROP ROLE IF EXISTS weak_unlocker", "CREATE ROLE weak_unlocker LOGIN PASSWORD 'weak'", "GRANT ALL ON SCHEMA public TO weak_unlocker");
        database.Write("0001_a.sql", "SELECT pg_sleep(60);");
        using var cancel = new CancellationTokenSource();
        Task<RunResult> running = database.RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(running);
        var unlocker = new RunUnlocker(
            DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = database.ConnectionString, UserName = "weak_unlocker", Password = "weak" }),
            TimeProvider.System);
        RunLockHolder holder = Assert.Single(await unlocker.FindAsync(new RunOptions()));
        Assert.NotNull(holder.Run);
        var error = await Assert.ThrowsAsync<SqlFailureException>(() => unlocker.FreeAsync(new RunOptions(), holder, evenAlive: true));
        Assert.Equal("42501", error.Failure.SqlState);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(MigrationDatabase.Patience));
    }

    /// <summary>Stands still for a minute between any two looks at it.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _minutes;

        public override long GetTimestamp() => TimestampFrequency * 60 * Interlocked.Increment(ref _minutes);
    }
}
