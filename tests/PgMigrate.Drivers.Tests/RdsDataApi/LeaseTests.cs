using Npgsql;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

/// <summary>The lease that keeps runs apart where sessions hold no lock.</summary>
[Collection(SandboxCollection.Name)]
public sealed class LeaseTests(SandboxFixture sandbox) : IDisposable
{
    private const string Blocked = "CREATE TABLE t (id int); SELECT pg_advisory_xact_lock(7)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgm-lease");

    public void Dispose() => _folder.Delete(recursive: true);

    [PostgresFact]
    public async Task Runs_at_once_apply_each_migration_once()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        Write("0001_a.sql", "CREATE TABLE t (id int)");
        Write("0002_b.sql", "INSERT INTO t VALUES (1)");
        var options = new RunOptions { LockTimeout = TestLimit.OneWait };

        RunResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(database, options)));

        Assert.All(results, result => Assert.True(result.Succeeded));
        Assert.Equal(2, results.Sum(result => result.Results.Count));
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM t"));
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM migration_log_lock WHERE expires_at <= clock_timestamp()"));
    }

    [PostgresFact]
    public async Task A_history_command_that_begins_with_parts_of_its_own_is_guarded()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        Write("000001_a.up.sql", "CREATE TABLE t (id int)");
        Write("000002_b.up.sql", "INSERT INTO t VALUES (1)");

        RunResult result = await RunAsync(database, new RunOptions { HistoryFormat = "GolangMigrate" });

        Assert.Equal(2, result.Results.Count(applied => applied.Status == MigrationResultStatus.Applied));
        Assert.Equal("2 false", await database.ScalarAsync("SELECT concat(version, ' ', dirty::text) FROM schema_migrations"));
    }

    [PostgresFact]
    public async Task A_lock_that_is_held_is_told_of_and_not_taken()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        Write("0001_a.sql", "CREATE TABLE t (id int)");
        Assert.True((await RunAsync(database, new RunOptions())).Succeeded);
        await database.ScalarAsync(
            "UPDATE migration_log_lock SET lease_id = gen_random_uuid(), host = 'elsewhere', process = 77, expires_at = clock_timestamp() + interval '1 hour'");

        var locked = await Assert.ThrowsAsync<RunLockedException>(() => RunAsync(database, new RunOptions { LockTimeout = TimeSpan.Zero }));

        Assert.Contains("user postgres on elsewhere (process 77", locked.Holder, StringComparison.Ordinal);
        Assert.Contains("runs out by itself", locked.Remedy, StringComparison.Ordinal);
        await database.ScalarAsync("UPDATE migration_log_lock SET expires_at = clock_timestamp()");
        Assert.True((await RunAsync(database, new RunOptions { LockTimeout = TimeSpan.Zero })).Succeeded);
    }

    [PostgresTheory]
    [InlineData("lease_id = gen_random_uuid()")]
    [InlineData("expires_at = clock_timestamp()")]
    public async Task A_run_whose_lease_was_lost_writes_nothing(string loss)
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        Write("0001_a.sql", Blocked);
        await using NpgsqlConnection blocker = await database.BlockAsync();

        // Its clock stands still: a renewal would tell it of the loss before its next write does.
        Task<RunResult> running = RunAsync(database, new RunOptions(), new ManualTime());
        await database.WaitUntilBlockedAsync(running);

        await database.ScalarAsync("UPDATE migration_log_lock SET " + loss);
        await blocker.CloseAsync();
        RunResult result = await running;

        Assert.Equal(MigrationResultStatus.Failed, result.Failed!.Status);
        Assert.Contains("the lock of this run was lost", result.Failed.Failure!.Error.Message, StringComparison.Ordinal);
        Assert.Contains("another run took the lock over", result.Failed.Failure.Remedy, StringComparison.Ordinal);
        Assert.Equal("", await database.ScalarAsync("SELECT to_regclass('t')::text"));
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*) FROM migration_log"));
    }

    [PostgresFact]
    public async Task A_lease_is_renewed_while_its_run_goes_on()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        Write("0001_a.sql", Blocked);
        await using NpgsqlConnection blocker = await database.BlockAsync();
        var time = new ManualTime();
        Task<RunResult> running = RunAsync(database, new RunOptions(), time);
        await database.WaitUntilBlockedAsync(running);
        string? before = await database.ScalarAsync("SELECT renewed_at::text FROM migration_log_lock");

        await TickUntilAsync(time, async () => await database.ScalarAsync("SELECT renewed_at::text FROM migration_log_lock") != before, "a renewal of the lease");

        await blocker.CloseAsync();
        Assert.True((await running).Succeeded);
    }

    [PostgresFact]
    public async Task A_run_that_learns_of_its_loss_stops()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        Write("0001_a.sql", Blocked);
        await using NpgsqlConnection blocker = await database.BlockAsync();
        var time = new ManualTime();
        Task<RunResult> running = RunAsync(database, new RunOptions(), time);
        await database.WaitUntilBlockedAsync(running);

        await database.ScalarAsync("UPDATE migration_log_lock SET lease_id = gen_random_uuid()");
        await TickUntilAsync(time, () => Task.FromResult(running.IsCompleted), "an end of the run");

        var error = await Assert.ThrowsAsync<SqlFailureException>(() => running);
        Assert.Contains("lock was lost", error.Message, StringComparison.Ordinal);
        Assert.Equal("", await database.ScalarAsync("SELECT to_regclass('t')::text"));
        Assert.Equal(0, database.Emulator.OpenTransactions);
    }

    [PostgresFact]
    public async Task Renewals_that_fail_for_too_long_stop_the_run()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        Write("0001_a.sql", Blocked);
        await using NpgsqlConnection blocker = await database.BlockAsync();
        var time = new ManualTime();
        Task<RunResult> running = RunAsync(database, new RunOptions(), time);
        await database.WaitUntilBlockedAsync(running);
        database.Emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.InternalServerError) { SqlContains = "SET renewed_at", Times = 100 });

        await TestLimit.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(15));
                return running.IsCompleted;
            },
            "an end of the run");

        var error = await Assert.ThrowsAsync<SqlFailureException>(() => running);
        Assert.Contains("lock was lost", error.Message, StringComparison.Ordinal);
        Assert.Contains(database.Emulator.Calls, call => call.Error == "InternalServerErrorException");
    }

    [PostgresFact]
    public async Task The_lock_table_does_not_make_a_database_look_used()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        Write("0001_a.sql", "SELECT oops");
        var runner = new MigrationRunner(database.Sessions(), new EventList(), TimeProvider.System);
        Write("migrations.json", """{ "initialSetupFiles": ["0001_a.sql"], "migrationFiles": [] }""");
        Assert.False((await runner.RunAsync(MigrationFolder.Read(_folder.FullName), new RunOptions { LockTimeout = TestLimit.OneWait })).Succeeded);
        await database.ScalarAsync("DROP TABLE migration_log");

        Assert.Single((await runner.PlanAsync(MigrationFolder.Read(_folder.FullName), new RunOptions())).Steps);
    }

    /// <summary>One tick of the renewal, and another when nothing came of it for a long while: a try may fail for a passing reason.</summary>
    private static Task TickUntilAsync(ManualTime time, Func<Task<bool>> condition, string what)
    {
        long ticked = 0;
        return TestLimit.UntilAsync(
            () =>
            {
                if (ticked == 0 || Environment.TickCount64 - ticked > 15_000)
                {
                    ticked = Environment.TickCount64;
                    time.Advance(TimeSpan.FromSeconds(15));
                }

                return condition();
            },
            what);
    }

    private Task<RunResult> RunAsync(DataApiDatabase database, RunOptions options, TimeProvider? time = null) =>
        new MigrationRunner(database.Sessions(), new EventList(), time ?? TimeProvider.System).RunAsync(MigrationFolder.Read(_folder.FullName), options);

    private void Write(string name, string sql) => File.WriteAllText(Path.Combine(_folder.FullName, name), sql);
}
