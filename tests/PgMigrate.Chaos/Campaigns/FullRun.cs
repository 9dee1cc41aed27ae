namespace PgMigrate.Chaos.Campaigns;

/// <summary>The full run: everything, on each target, one thing at a time. It takes hours.</summary>
internal static class FullRun
{
    private const int DefaultRounds = 1_000;

    /// <summary>False when the promise was broken.</summary>
    public static async Task<bool> RunAsync(IReadOnlyCollection<string> only, TextWriter output)
    {
        await output.WriteLineAsync(Seed.Current.ToString());
        bool kept = true;
        foreach (string name in Targets.ChaosTarget.Names.Where(name => Wants(only, name, Targets.ChaosTarget.Names)))
        {
            await using Targets.ChaosTarget target = await Targets.ChaosTarget.StartAsync(name);
            foreach ((string campaign, Func<Task<object>> run) in Campaigns(target, text => output.WriteLine($"{DateTime.Now:HH:mm:ss} {text}")))
            {
                if (!Wants(only, campaign, ["runner", "server", "cut", "crowd", "frozen"]))
                {
                    continue;
                }

                try
                {
                    object result = await run();
                    await output.WriteLineAsync($"{DateTime.Now:HH:mm:ss} {result}");
                }
                catch (ChaosException error)
                {
                    kept = false;
                    await output.WriteLineAsync($"BROKEN {error.Message}");
                }
            }
        }

        return kept;
    }

    /// <summary>Of a thousand disturbances six hundred are cuts, three hundred kill the runner, and one hundred the server.</summary>
    private static IEnumerable<(string Name, Func<Task<object>> Run)> Campaigns(Targets.ChaosTarget target, Action<string> say)
    {
        int rounds = Seed.RoundsOr(DefaultRounds);
        yield return ("cut", async () => await new ConnectionCuts(target, Seed.Current, say, spread: rounds * 6 / 10).RunAsync(rounds * 6 / 10));
        yield return ("runner", async () => await new RunnerKills(target, Seed.Current, say).RunAsync(rounds * 3 / 10));
        yield return ("server", async () => await new ServerKills(target, Seed.Current, say).RunAsync(rounds / 10));
        yield return ("crowd", async () => await new Crowd(target, processes: 16, say).RunAsync(rounds / 20));
        yield return ("frozen", async () => await new FrozenHolders(target, Seed.Current, say).RunAsync(rounds / 20));
    }

    private static bool Wants(IReadOnlyCollection<string> only, string name, IReadOnlyCollection<string> kind) =>
        only.Contains(name) || !only.Any(kind.Contains);
}
