using System.Globalization;
using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;
using PgMigrate.Chaos.Workload;
using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>
/// A runner is frozen (SIGSTOP) at a random moment, its lock ends, another runner brings everything to the end, and the first one wakes: it must
/// write nothing any more.
/// </summary>
internal sealed class FrozenHolders(ChaosTarget target, Seed seed, Action<string> say)
{
    /// <summary>The one lone statement of the script that could be done twice.</summary>
    private const string LoneStep = "0004/7";

    private const string Others =
        "FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' "
        + "AND application_name NOT IN ('chaos', 'PgMigrate DSQL simulator') AND pid <> pg_backend_pid()";

    /// <exception cref="ChaosException">The promise was broken.</exception>
    public async Task<string> RunAsync(int times)
    {
        int frozen = 0;
        foreach (int round in seed.Rounds(int.MaxValue).TakeWhile(round => frozen < times && round < times * 5))
        {
            try
            {
                frozen += await OnceAsync(seed.For(nameof(FrozenHolders), round)) ? 1 : 0;
            }
            catch (Exception error)
            {
                throw new ChaosException(string.Create(CultureInfo.InvariantCulture, $"{target.Target} frozen holders, {seed}/{round}: {error}"));
            }

            if (round % 10 == 9)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"{target.Target} frozen holders: {frozen}"));
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{target.Target} frozen holders: {frozen} frozen during their run, woken after another had finished it; nothing written");
    }

    private async Task<bool> OnceAsync(Random random)
    {
        Baseline baseline = await target.BaselineAsync();
        await using ChaosDatabase database = await target.CreateAsync(mended: true);
        using RunnerProcess holder = RunnerProcess.Start();
        await holder.BeginAsync(database.Order());
        Task<RunOutcome[]> end = holder.EndAsync();
        await Task.WhenAny(end, Task.Delay(baseline.ColdRun * (random.NextDouble() * 0.9)));
        if (end.IsCompleted)
        {
            return false;
        }

        holder.Freeze();

        // The server ends what it was sent; then the frozen one's sessions, or its open transaction and its lease, come to their end.
        await database.WaitForAsync($"NOT EXISTS (SELECT {Others} AND state = 'active')");
        await database.ExecuteAsync($"SELECT pg_terminate_backend(pid) {Others}");
        await database.FreeLeaseAsync();
        await new Operator(database).FinishAsync(target.Calm);
        string before = await StateAsync(database);

        holder.Wake();
        RunOutcome outcome = (await end)[0];
        await database.WaitForSilenceAsync();
        string after = await StateAsync(database);
        if (IsKnownGap(before, after))
        {
            say($"{target.Target} frozen holders: one was frozen just before it sent {LoneStep}, and sent it when it woke");
            return false;
        }

        if (before != after)
        {
            throw new ChaosException($"The runner that woke wrote: {outcome}\nBefore: {before}\nAfter: {after}");
        }

        await Ledger.CheckAsync(database, finished: true);
        return true;
    }

    /// <summary>
    /// A lone statement cannot be tied to a lease: frozen between its last look at the lease and such a statement, a runner sends it when it wakes
    /// (docs/reliability.md, "Not shown"). It must not have written anything else, the history least of all.
    /// </summary>
    private bool IsKnownGap(string before, string after)
    {
        List<string> more = [.. after.Split('\n')];
        return target.Target == SqlTarget.RdsDataApi && before.Split('\n').All(more.Remove) && more is [LoneStep];
    }

    private static async Task<string> StateAsync(ChaosDatabase database) => string.Join(
        '\n',
        (await database.QueryAsync("SELECT id, description, status, statements_applied, run_id, error_message FROM migration_log ORDER BY id"))
            .Concat(await database.QueryAsync("SELECT step FROM counted ORDER BY step"))
            .Append(await database.DumpAsync()));
}
