using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>What a run costs in round trips, the one thing that a far-away database makes expensive.</summary>
[Collection(SandboxCollection.Name)]
public sealed class RoundTripTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task A_thousand_applied_migrations_are_checked_in_three()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        for (int number = 1; number <= 1_000; number++)
        {
            database.Write($"{number:0000}_m.sql", $"SELECT {number};");
        }

        await database.ApplyAsync();
        var watched = new WatchedSessionFactory(database.Factory);
        database.Factory = watched;
        RunResult second = await database.ApplyAsync();
        Assert.Empty(second.Results);
        Assert.Equal(1_000, second.Plan.Migrations.Count);
        Assert.InRange(watched.RoundTrips, 1, 3);
        Assert.InRange(watched.Opened, 1, 2);
    }

    [PostgresFact]
    public async Task A_transactional_migration_is_one_whatever_the_number_of_its_statements()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE t (id int);").ApplyAsync();
        var watched = new WatchedSessionFactory(database.Factory);
        database.Factory = watched;
        await database.Write("0002_b.sql", string.Concat(Enumerable.Range(0, 300).Select(number => $"INSERT INTO t VALUES ({number});\n"))).ApplyAsync();
        long one = watched.RoundTrips;
        await database.Write("0003_c.sql", "INSERT INTO t VALUES (1);").Write("0004_d.sql", "INSERT INTO t VALUES (2);").ApplyAsync();
        Assert.Equal(one + 1, watched.RoundTrips - one);
        Assert.InRange(one, 1, 5);
    }

    [PostgresFact]
    public async Task A_plan_is_made_in_two()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.Write("0001_a.sql", "CREATE TABLE t (id int);").ApplyAsync();
        var watched = new WatchedSessionFactory(database.Factory);
        database.Factory = watched;
        await database.PlanAsync();
        Assert.Equal(2, watched.RoundTrips);
    }
}
