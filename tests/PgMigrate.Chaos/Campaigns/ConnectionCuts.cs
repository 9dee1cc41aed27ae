using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;
using PgMigrate.Chaos.Workload;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>
/// Cuts at the boundaries of messages. With a number of rounds they are spread evenly from the first message to the last, every boundary
/// when the number is as large; without, chance chooses. Half of the cuts end one connection; the others the
/// whole network, for half a second at most or until the run has given up.
/// </summary>
internal sealed class ConnectionCuts(ChaosTarget target, Seed seed, Action<string> say, int? spread = null) : Disturbance(target, seed, say)
{
    private RunnerProcess? _runner;

    /// <summary>Messages of an undisturbed run.</summary>
    public int Boundaries { get; private set; }

    protected override string Name => Boundaries == 0 ? "cut" : $"cut at {Boundaries} messages";

    protected override int Disturbances(Random random) => spread is not null ? 1 : base.Disturbances(random);

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
        int before = spread is { } rounds
            ? rounds >= Boundaries ? round % Boundaries : (int)((long)round * Boundaries / rounds) : random.Next(Boundaries);
        Target.Proxy.Order(before + 1, everything: random.Next(2) == 0);
        TimeSpan gap = random.Next(4) == 0 ? RunnerProcess.Limit : TimeSpan.FromMilliseconds(random.Next(500));
        await _runner!.BeginAsync(master.Next(proxied: true));
        Task<RunOutcome[]> end = _runner.EndAsync();
        await Task.WhenAny(end, Target.Proxy.Cut);
        await Task.WhenAny(end, Task.Delay(gap));
        bool hit = Target.Proxy.Cut.IsCompleted;
        Target.Proxy.Order(null);
        await master.ActAsync((await end)[0]);
        return hit;
    }
}
