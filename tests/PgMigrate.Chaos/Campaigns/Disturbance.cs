using System.Globalization;
using PgMigrate.Chaos.Targets;
using PgMigrate.Chaos.Workload;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>What all campaigns against one run share: disturb, look, bring to the end, compare with an undisturbed run.</summary>
internal abstract class Disturbance(ChaosTarget target, Seed seed, Action<string> say)
{
    protected ChaosTarget Target => target;

    /// <summary>The run without a disturbance.</summary>
    protected Baseline Baseline { get; private set; } = null!;

    protected abstract string Name { get; }

    /// <summary>Disturbs a run; returns true when it hit while the run was under way.</summary>
    protected abstract Task<bool> DisturbAsync(ChaosDatabase database, Operator master, Random random, int round);

    /// <summary>Done before the first round.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Disturbances in one round.</summary>
    protected virtual int Disturbances(Random random) => random.Next(1, 4);

    /// <summary>Disturbs until so many disturbances were made.</summary>
    /// <exception cref="ChaosException">The promise was broken; the message says how to do the round again.</exception>
    public async Task<Tally> RunAsync(int disturbances)
    {
        Baseline = await target.BaselineAsync();
        await PrepareAsync();
        var tally = new Tally($"{target.Target} {Name}");
        foreach (int round in seed.Rounds(int.MaxValue).TakeWhile(_ => tally.Disturbances < disturbances))
        {
            try
            {
                await RoundAsync(round, tally, disturbances - tally.Disturbances);
            }
            catch (Exception error)
            {
                throw new ChaosException(string.Create(CultureInfo.InvariantCulture, $"{tally.Campaign}, {seed}/{round}: {error}"));
            }

            if (tally.Rounds % 50 == 0)
            {
                say(tally.ToString());
            }
        }

        return tally;
    }

    private async Task RoundAsync(int round, Tally tally, int most)
    {
        Random random = seed.For(GetType().Name, round);
        await using ChaosDatabase database = await target.CreateAsync();
        var master = new Operator(database);
        for (int left = Math.Min(most, Disturbances(random)); left > 0; left--)
        {
            target.IsDisturbed = true;
            tally.Hits += await DisturbAsync(database, master, random, round) ? 1 : 0;
            tally.Disturbances++;
            target.IsDisturbed = false;
            target.EndLeftovers();

            // Half of the time the next run starts at once, while the server may still be at work for the last one.
            if (random.Next(2) == 0)
            {
                await database.WaitForSilenceAsync();
                await Ledger.CheckAsync(database, finished: false);
            }

            await database.FreeLeaseAsync();
        }

        await master.FinishAsync(target.Calm);
        await Ledger.CheckAsync(database, finished: true);
        string dump = await database.DumpAsync();
        string expected = Baseline.Dump;
        if (dump != expected)
        {
            throw new ChaosException($"The database is not that of an undisturbed run:\n{string.Join('\n', expected.Split('\n').Except(dump.Split('\n')).Select(line => "- " + line)
                .Concat(dump.Split('\n').Except(expected.Split('\n')).Select(line => "+ " + line)))}");
        }

        tally.Rounds++;
        tally.Reruns += master.Runs;
        tally.Asked += master.Asked;
    }
}
