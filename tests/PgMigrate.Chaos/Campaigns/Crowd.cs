using System.Globalization;
using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;
using PgMigrate.Chaos.Workload;
using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>Sixteen runners started at once on one database: each migration is applied by exactly one of them, and all succeed.</summary>
/// <param name="target">Where.</param>
/// <param name="processes">Processes that the runners are spread over, a divisor of sixteen.</param>
/// <param name="say">Told of the progress.</param>
internal sealed class Crowd(ChaosTarget target, int processes, Action<string> say)
{
    private const int Runners = 16;

    /// <exception cref="ChaosException">The promise was broken.</exception>
    public async Task<string> RunAsync(int times)
    {
        RunnerProcess[] all = [.. Enumerable.Range(0, processes).Select(_ => RunnerProcess.Start())];
        try
        {
            for (int time = 1; time <= times; time++)
            {
                await OnceAsync(all);
                if (time % 10 == 0)
                {
                    say(string.Create(CultureInfo.InvariantCulture, $"{target.Target} crowd: {time} times"));
                }
            }
        }
        finally
        {
            Array.ForEach(all, process => process.Dispose());
        }

        return string.Create(CultureInfo.InvariantCulture, $"{target.Target} crowd: {Runners} runners in {processes} processes, {times} times; each migration applied by one of them");
    }

    private async Task OnceAsync(RunnerProcess[] all)
    {
        await using ChaosDatabase database = await target.CreateAsync(mended: true);
        RunnerOrder order = database.Order().Undisturbed() with { Runs = Runners / all.Length };
        await Task.WhenAll(all.Select(process => process.BeginAsync(order)));
        RunOutcome[] outcomes = [.. (await Task.WhenAll(all.Select(process => process.EndAsync()))).SelectMany(some => some)];
        if (outcomes.FirstOrDefault(outcome => !outcome.Succeeded) is { } bad)
        {
            throw new ChaosException($"A runner did not succeed: {bad}");
        }

        string[] applied = [.. outcomes.SelectMany(outcome => outcome.Files).Where(file => file.Status == MigrationResultStatus.Applied).Select(file => file.File).Order(StringComparer.Ordinal)];
        string[] files = [.. Directory.EnumerateFiles(target.Script.Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (!applied.SequenceEqual(files))
        {
            throw new ChaosException($"Applied by the {outcomes.Length} runners together: {string.Join(", ", applied)}");
        }

        await Ledger.CheckAsync(database, finished: true);
    }
}
