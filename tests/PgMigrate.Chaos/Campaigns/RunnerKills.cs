using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;
using PgMigrate.Chaos.Workload;

namespace PgMigrate.Chaos.Campaigns;

/// <summary><c>kill -9</c> of the runner at random moments of its run.</summary>
internal sealed class RunnerKills(ChaosTarget target, Seed seed, Action<string> say) : Disturbance(target, seed, say)
{
    /// <summary>The machine's pace against that of the measured run; follows it, so that most kills hit.</summary>
    private double _pace = 0.9;

    protected override string Name => "kill -9 of the runner";

    protected override async Task<bool> DisturbAsync(ChaosDatabase database, Operator master, Random random, int round)
    {
        using RunnerProcess victim = RunnerProcess.Start();
        await victim.BeginAsync(master.Next(proxied: false));
        Task<RunOutcome[]> end = victim.EndAsync();
        Task first = await Task.WhenAny(end, Task.Delay(Baseline.ColdRun * (random.NextDouble() * _pace)));
        if (first == end)
        {
            _pace *= 0.8;
            await master.ActAsync((await end)[0]);
            return false;
        }

        _pace *= 1.05;
        await victim.KillAsync();

        // Its end may have been told in the meantime.
        await ((Task)end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (end.IsCompletedSuccessfully)
        {
            await master.ActAsync(end.Result[0]);
        }

        return !end.IsCompletedSuccessfully;
    }
}
