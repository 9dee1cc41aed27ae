using PgMigrate.Chaos.Campaigns;
using PgMigrate.Chaos.Targets;
using Xunit.Abstractions;

namespace PgMigrate.Chaos;

/// <summary>
/// A short run of what <c>build.ps1 -Task Chaos</c> does at length. A failure names its seed; <c>PGMIGRATE_CHAOS_ROUNDS</c> makes it longer.
/// </summary>
public sealed class ShortRunTests(TargetsFixture targets, ITestOutputHelper output) : IClassFixture<TargetsFixture>
{
    public static TheoryData<string> Names => [.. ChaosTarget.Names];

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task Runs_that_are_killed_and_cut_end_as_undisturbed_ones(string name)
    {
        output.WriteLine(Seed.Current.ToString());
        ChaosTarget target = await targets.GetAsync(name);
        int rounds = Seed.RoundsOr(5);
        Tell(await new ConnectionCuts(target, Seed.Current, Tell).RunAsync(rounds));
        Tell(await new RunnerKills(target, Seed.Current, Tell).RunAsync((rounds + 2) / 3));
        Tell(await new ServerKills(target, Seed.Current, Tell).RunAsync((rounds + 9) / 10));
    }

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task Sixteen_runners_at_once_apply_each_migration_once(string name)
    {
        ChaosTarget target = await targets.GetAsync(name);
        Tell(await new Crowd(target, processes: 2, Tell).RunAsync(1));
    }

    [PostgresTheory]
    [MemberData(nameof(Names))]
    public async Task A_holder_that_wakes_after_its_lock_was_taken_writes_nothing(string name)
    {
        output.WriteLine(Seed.Current.ToString());
        ChaosTarget target = await targets.GetAsync(name);
        Tell(await new FrozenHolders(target, Seed.Current, Tell).RunAsync(1));
    }

    private void Tell(object what) => output.WriteLine(what.ToString());
}
