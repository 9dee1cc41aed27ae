using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;
using PgMigrate.Chaos.Workload;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>Kill of the server and all its processes at random moments of a run, and a restart with recovery.</summary>
internal sealed class ServerKills(ChaosTarget target, Seed seed, Action<string> say) : Disturbance(target, seed, say)
{
    protected override string Name => "kill of the server";

    protected override async Task<bool> DisturbAsync(ChaosDatabase database, Operator master, Random random, int round)
    {
        await Target.Calm.BeginAsync(master.Next(proxied: false));
        Task<RunOutcome[]> end = Target.Calm.EndAsync();
        await Task.WhenAny(end, Task.Delay(Baseline.WarmRun * random.NextDouble()));
        bool hit = !end.IsCompleted;
        await Target.Server.KillAsync();

        // Now and then the runner still tries to reach the server when it comes back.
        if (random.Next(3) > 0)
        {
            await end;
        }

        await Target.Server.RestartAsync();
        RunOutcome outcome = (await end)[0];
        await master.ActAsync(outcome);
        return hit && !outcome.Succeeded;
    }
}
