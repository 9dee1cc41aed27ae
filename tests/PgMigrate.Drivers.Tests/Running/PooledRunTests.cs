using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Runs through the real pgbouncer, which gives each transaction to another server process.</summary>
[Collection(SandboxCollection.Name)]
public sealed class PooledRunTests(SandboxFixture sandbox)
{
    [PgBouncerFact]
    public async Task A_pooler_is_noticed_and_a_lease_is_held()
    {
        using MigrationDatabase direct = await MigrationDatabase.CreateAsync(sandbox);
        await using PgBouncer bouncer = await PgBouncer.StartAsync(direct.ConnectionString);
        using var pooled = new MigrationDatabase(bouncer.ConnectionString);
        await using Gate gate = await Gate.CloseAsync(direct);
        pooled.Write("0001_a.sql", "CREATE TABLE a (); " + Gate.Pass).Write("0002_b.sql", "CREATE TABLE b (id int);");
        Task<RunResult> running = pooled.RunAsync();
        await gate.WaitAsync(running);
        Assert.Contains(pooled.Observer.Of<RunEvent.Message>(), message => message.Text.Contains("pooler", StringComparison.Ordinal));
        Assert.Equal("0", await direct.ScalarAsync(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));

        // Who comes directly waits for it all the same.
        using var other = new MigrationDatabase(direct.ConnectionString);
        other.Write("0001_a.sql", "CREATE TABLE a ();");
        await Assert.ThrowsAsync<RunLockedException>(() => other.RunAsync(new RunOptions { LockTimeout = TimeSpan.Zero }));
        await gate.OpenAsync();
        RunResult result = await running.WaitAsync(MigrationDatabase.Patience);
        Assert.True(result.Succeeded, result.Failed?.Failure?.ToString());
        Assert.Equal(["0001_a.sql completed", "0002_b.sql completed"], await direct.LogLinesAsync());
        Assert.Empty(await new RunUnlocker(direct.Factory, TimeProvider.System).FindAsync(new RunOptions()));
    }

    [PgBouncerFact]
    public async Task Eight_runners_through_it_apply_each_migration_exactly_once()
    {
        using MigrationDatabase direct = await MigrationDatabase.CreateAsync(sandbox);
        await using PgBouncer bouncer = await PgBouncer.StartAsync(direct.ConnectionString);
        await direct.ExecuteAsync("CREATE TABLE applied (name text)");
        using var pooled = new MigrationDatabase(bouncer.ConnectionString);
        for (int number = 1; number <= 5; number++)
        {
            pooled.Write($"000{number}_m.sql", $"INSERT INTO applied VALUES ('{number}');");
        }

        RunResult[] runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new MigrationRunner(pooled.Factory, new RecordingObserver(), TimeProvider.System)
            .RunAsync(pooled.Read(), new RunOptions { LockTimeout = MigrationDatabase.Patience }))).WaitAsync(MigrationDatabase.Patience);
        Assert.Equal(5, runs.Sum(run => run.Results.Count));
        Assert.Equal("5 5", await direct.ScalarAsync("SELECT count(*) || ' ' || count(DISTINCT name) FROM applied"));
    }
}
