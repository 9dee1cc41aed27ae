using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;
using PgMigrate.Chaos.Workload;

namespace PgMigrate.Chaos.Campaigns;

/// <summary><c>kill -9</c> of the runner at random moments of its run.</summary>
internal sealed class RunnerKills(ChaosTarget target, Seed seed, Action<string> say) : Disturbance(target, seed, say)
{
    protected override string Name => "kill -9 of the runner";

    protected override async Task<bool> DisturbAsync(ChaosDatabase database, Operator master, Random random, int round)
    {
        using RunnerProcess victim = RunnerProcess.Start();
        await victim.BeginAsync(master.Next(proxied: false));
        Task<RunOutcome[]> end = victim.EndAsync();
        Task first = await Task.WhenAny(end, Task.Delay(Baseline.ColdRun * (random.NextDouble() * 0.9)));
        if (first == end)
        {
            await master.ActAsync((await end)[0]);
            return false;
        }

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
