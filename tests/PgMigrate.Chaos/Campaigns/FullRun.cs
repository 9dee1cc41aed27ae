using PgMigrate.Chaos.Inputs;
using PgMigrate.Chaos.Targets;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.Postgres;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>The full run: everything, on each target, one thing at a time. It takes hours.</summary>
internal static class FullRun
{
    private const int DefaultRounds = 1_000;
    private const int Inputs = 10_000;

    private static readonly string[] CampaignNames = ["runner", "server", "cut", "crowd", "frozen", "inputs"];

    /// <summary>False when the promise was broken.</summary>
    public static async Task<bool> RunAsync(IReadOnlyCollection<string> only, TextWriter output)
    {
        await output.WriteLineAsync(Seed.Drawn.ToString());
        bool kept = !Wants(only, "inputs", CampaignNames) || await InputsAsync(output);
        foreach (string name in ChaosTarget.Names.Where(name => !(only.Count == 1 && only.Contains("inputs")) && Wants(only, name, ChaosTarget.Names)))
        {
            await using ChaosTarget target = await ChaosTarget.StartAsync(name);
            foreach ((string campaign, Func<Task<object>> run) in Campaigns(target, text => output.WriteLine($"{DateTime.Now:HH:mm:ss} {text}")))
            {
                if (!Wants(only, campaign, CampaignNames))
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
    private static IEnumerable<(string Name, Func<Task<object>> Run)> Campaigns(ChaosTarget target, Action<string> say)
    {
        int rounds = Seed.RoundsOr(DefaultRounds);
        yield return ("cut", async () => await new ConnectionCuts(target, Seed.Drawn, say, spread: rounds * 6 / 10).RunAsync(rounds * 6 / 10));
        yield return ("runner", async () => await new RunnerKills(target, Seed.Drawn, say).RunAsync(rounds * 3 / 10));
        yield return ("server", async () => await new ServerKills(target, Seed.Drawn, say).RunAsync(rounds / 10));
        yield return ("crowd", async () => await new Crowd(target, processes: 16, say).RunAsync(rounds / 20));
        yield return ("frozen", async () => await new FrozenHolders(target, Seed.Drawn, say).RunAsync(rounds / 20));
    }

    private static async Task<bool> InputsAsync(TextWriter output)
    {
        await using LocalPostgres server = await LocalPostgres.StartAsync();
        await using DsqlSimulator simulator = await DsqlSimulator.StartAsync(new DsqlSimulatorOptions { Server = server });
        await using RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(server);
        Func<Task<string>>[] all =
        [
            .. InputKinds.All().Select(kind => (Func<Task<string>>)(() => DamagedInputs.RunAsync(kind, Inputs, Seed.Drawn))),
            () => DamagedBytes.ToSimulatorAsync(simulator, Inputs, Seed.Drawn),
            () => DamagedBytes.ToEmulatorAsync(emulator, Inputs, Seed.Drawn),
        ];
        bool kept = true;
        foreach (Func<Task<string>> each in all)
        {
            try
            {
                await output.WriteLineAsync($"{DateTime.Now:HH:mm:ss} {await each()}");
            }
            catch (ChaosException error)
            {
                kept = false;
                await output.WriteLineAsync($"BROKEN {error.Message}");
            }
        }

        return kept;
    }

    private static bool Wants(IReadOnlyCollection<string> only, string name, IReadOnlyCollection<string> kind) =>
        only.Contains(name) || !only.Any(kind.Contains);
}
