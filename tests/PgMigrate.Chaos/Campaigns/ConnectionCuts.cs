using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;
using PgMigrate.Chaos.Workload;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>
/// Cuts at the boundaries of messages: round <c>n</c> cuts in front of message <c>n</c>, one boundary after the other when all are asked for,
/// else a choice of them. Half of the cuts end one connection, half the whole network until the run has given up.
/// </summary>
internal sealed class ConnectionCuts(ChaosTarget target, Seed seed, Action<string> say, bool all = false) : Disturbance(target, seed, say)
{
    private RunnerProcess? _runner;

    /// <summary>Messages of an undisturbed run.</summary>
    public int Boundaries { get; private set; }

    protected override string Name => "cut of the connection";

    protected override int Disturbances(Random random) => all ? 1 : base.Disturbances(random);

    protected override async Task PrepareAsync()
    {
        _runner = RunnerProcess.Start(Target.HttpProxy);
        await using ChaosDatabase database = await Target.CreateAsync(mended: true);
        Target.Proxy.Order(null);
        RunOutcome outcome = await _runner.RunAsync(database.Order(proxied: true));
        Boundaries = Target.Proxy.Seen;
        if (!outcome.Succeeded || Boundaries < 50)
        {
            throw new ChaosException($"The way through the proxy does not work: {Boundaries} messages, {outcome}");
        }
    }

    protected override async Task<bool> DisturbAsync(ChaosDatabase database, Operator master, Random random, int round)
    {
        int before = all ? (round % Boundaries) + 1 : random.Next(Boundaries) + 1;
        Target.Proxy.Order(before, everything: random.Next(2) == 0);
        RunOutcome outcome = await _runner!.RunAsync(master.Next(proxied: true));
        bool hit = Target.Proxy.HasCut;
        Target.Proxy.Order(null);
        await master.ActAsync(outcome);
        return hit;
    }
}
