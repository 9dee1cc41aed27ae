using PgMigrate.Drivers.Tests.Running;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

[Collection(SandboxCollection.Name)]
public sealed class BaselineRunnerTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task Plans_without_touching_anything()
    {
        using MigrationDatabase database = await WithThreeAsync();
        BaselinePlan plan = await Runner(database).PlanAsync(database.Read(), new BaselineOptions { ToVersion = "2" });
        Assert.True(plan.CanRun);
        Assert.Equal(["0001_a.sql", "0002_b.sql"], plan.Marks.Select(mark => mark.FileName));
        Assert.False(await database.ExistsAsync("migration_log"));
    }

    [PostgresFact]
    public async Task Marks_without_running_and_a_run_applies_only_what_comes_later()
    {
        using MigrationDatabase database = await WithThreeAsync();
        var options = new BaselineOptions { ToVersion = "0002", ToolVersion = "9.9" };
        IReadOnlyList<MigrationLogEntry> rows = await Runner(database).RunAsync(database.Read(), options);
        Assert.Equal(["0001_a.sql baseline", "0002_b.sql baseline"], rows.Select(row => row.ToString()));
        Assert.Equal([1, 2], rows.Select(row => row.StepNumber));
        Assert.Equal(database.Read().Migrations.Take(2).Select(migration => migration.Checksum), rows.Select(row => row.Checksum));
        Assert.All(rows, row => Assert.Equal((options.RunId, "9.9", TimeSpan.Zero), (row.RunId!.Value, row.ToolVersion, row.Duration!.Value)));
        Assert.False(await database.ExistsAsync("a"));

        RunResult run = await database.ApplyAsync();
        Assert.Equal("0003_c.sql", Assert.Single(run.Results).FileName);
        Assert.Equal([MigrationState.Baselined, MigrationState.Baselined, MigrationState.Pending], run.Plan.Migrations.Select(migration => migration.State));
        Assert.False(await database.ExistsAsync("a"));
        Assert.True(await database.ExistsAsync("c"));
        Assert.Equal([1, 2, 3], (await database.LogAsync()).Select(row => row.StepNumber));
    }

    [PostgresFact]
    public async Task A_second_call_changes_nothing_and_a_longer_one_adds_the_rest()
    {
        using MigrationDatabase database = await WithThreeAsync();
        await Runner(database).RunAsync(database.Read(), new BaselineOptions { ToVersion = "1" });
        Assert.Empty(await Runner(database).RunAsync(database.Read(), new BaselineOptions { ToVersion = "1" }));
        Assert.Equal(["0002_b.sql", "0003_c.sql"], (await Runner(database).RunAsync(database.Read(), new BaselineOptions())).Select(row => row.FileName));
        Assert.Equal(["0001_a.sql baseline", "0002_b.sql baseline", "0003_c.sql baseline"], await database.LogLinesAsync());
        Assert.Empty((await database.ApplyAsync()).Results);
    }

    [PostgresFact]
    public async Task Applied_and_failed_ones_are_told_apart()
    {
        using MigrationDatabase database = await WithThreeAsync();
        await database.Write("0002_b.sql", "SELECT broken;").RunAsync();
        Assert.Equal(["0002_b.sql", "0003_c.sql"], (await Runner(database).RunAsync(database.Read(), new BaselineOptions())).Select(row => row.FileName));
        Assert.Equal(["0001_a.sql completed", "0002_b.sql failed", "0002_b.sql baseline", "0003_c.sql baseline"], await database.LogLinesAsync());
        Assert.Empty((await database.ApplyAsync()).Results);
    }

    [PostgresFact]
    public async Task An_unknown_version_is_refused()
    {
        using MigrationDatabase database = await WithThreeAsync();
        var options = new BaselineOptions { ToVersion = "17" };
        BaselinePlan plan = await Runner(database).PlanAsync(database.Read(), options);
        Assert.Equal(MigrationProblemCode.UnknownVersion, Assert.Single(plan.Problems).Code);
        Assert.Empty(await Runner(database).RunAsync(database.Read(), options));
        Assert.False(await database.ExistsAsync("migration_log"));
    }

    [PostgresFact]
    public async Task A_part_applied_one_is_refused_and_nothing_is_marked()
    {
        using MigrationDatabase database = await WithThreeAsync();
        await database.Write("0002_b.sql", "CREATE TABLE b (); VACUUM b; SELECT broken;").RunAsync();
        BaselinePlan plan = await Runner(database).PlanAsync(database.Read(), new BaselineOptions());
        Assert.Equal(MigrationProblemCode.UnknownProgress, Assert.Single(plan.Problems).Code);
        Assert.Empty(await Runner(database).RunAsync(database.Read(), new BaselineOptions()));
        Assert.Equal(["0001_a.sql completed", "0002_b.sql partial"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task A_failure_marks_nothing_and_frees_the_lock()
    {
        using MigrationDatabase database = await WithThreeAsync();
        await Runner(database).RunAsync(database.Read(), new BaselineOptions { ToVersion = "1" });
        await database.ExecuteAsync("ALTER TABLE migration_log ADD CHECK (description <> '0003_c.sql')");
        var error = await Assert.ThrowsAsync<SqlFailureException>(() => Runner(database).RunAsync(database.Read(), new BaselineOptions()));
        Assert.Equal("23514", error.Failure.SqlState);
        Assert.Equal(["0001_a.sql baseline"], await database.LogLinesAsync());
        await database.WaitForSilenceAsync();
        Assert.Single(await Runner(database).RunAsync(database.Read(), new BaselineOptions { ToVersion = "2", LockTimeout = TimeSpan.Zero }));
    }

    [PostgresFact]
    public async Task Only_what_was_confirmed_is_marked()
    {
        using MigrationDatabase database = await WithThreeAsync();
        await Runner(database).RunAsync(database.Read(), new BaselineOptions { Confirmed = new HashSet<string> { "0001_a.sql" } });
        Assert.Equal(["0001_a.sql baseline"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task An_older_log_is_adopted_and_its_rows_are_kept()
    {
        using MigrationDatabase database = await WithThreeAsync();
        await database.ExecuteAsync(
            "CREATE TABLE migration_log (id SERIAL PRIMARY KEY, step_number INTEGER NOT NULL, description TEXT NOT NULL, sql_executed TEXT, "
            + "status VARCHAR(20) DEFAULT 'pending', error_message TEXT, executed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)",
            "INSERT INTO migration_log (step_number, description, status) VALUES (7, '0001_a.sql', 'completed')");
        Assert.Equal([8, 9], (await Runner(database).RunAsync(database.Read(), new BaselineOptions())).Select(row => row.StepNumber));
        Assert.Equal(["0001_a.sql completed", "0002_b.sql baseline", "0003_c.sql baseline"], await database.LogLinesAsync());
    }

    [PostgresFact]
    public async Task It_waits_for_a_run_and_says_who_holds_the_lock()
    {
        using MigrationDatabase database = await WithThreeAsync();
        using var cancel = new CancellationTokenSource();
        Task<RunResult> run = database.Write("0001_a.sql", "SELECT pg_sleep(600);").RunAsync(cancellationToken: cancel.Token);
        await database.WaitForSleepAsync(run);
        var error = await Assert.ThrowsAsync<RunLockedException>(
            () => Runner(database).RunAsync(database.Read(), new BaselineOptions { LockTimeout = TimeSpan.Zero }));
        Assert.Contains("PgMigrate lock", error.Holder, StringComparison.Ordinal);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(MigrationDatabase.Patience));
    }

    [PostgresFact]
    public async Task A_table_of_something_else_is_refused()
    {
        using MigrationDatabase database = await WithThreeAsync();
        await database.ExecuteAsync("CREATE TABLE migration_log (id int)");
        await Assert.ThrowsAsync<UnknownHistoryTableException>(() => Runner(database).RunAsync(database.Read(), new BaselineOptions()));
    }

    private static BaselineRunner Runner(MigrationDatabase database) => new(database.Factory, database.Observer, TimeProvider.System);

    private async Task<MigrationDatabase> WithThreeAsync()
    {
        MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        return database.Write("0001_a.sql", "CREATE TABLE a ();").Write("0002_b.sql", "CREATE TABLE b ();").Write("0003_c.sql", "CREATE TABLE c ();");
    }
}
