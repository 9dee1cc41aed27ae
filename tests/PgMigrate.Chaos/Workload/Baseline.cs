using System.Diagnostics;
using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;

namespace PgMigrate.Chaos.Workload;

/// <summary>An undisturbed run, which the disturbed ones are compared with.</summary>
/// <param name="Dump">What it leaves.</param>
/// <param name="ColdRun">How long it takes in a new process.</param>
/// <param name="WarmRun">How long it takes in a process that has run before.</param>
internal sealed record Baseline(string Dump, TimeSpan ColdRun, TimeSpan WarmRun)
{
    public static async Task<Baseline> MeasureAsync(ChaosTarget target)
    {
        (TimeSpan cold, _) = await RunAsync(target);
        (TimeSpan warm, string dump) = await RunAsync(target);
        return new Baseline(dump, cold, warm);
    }

    private static async Task<(TimeSpan Time, string Dump)> RunAsync(ChaosTarget target)
    {
        await using ChaosDatabase database = await target.CreateAsync(mended: true);
        long start = Stopwatch.GetTimestamp();
        await new Operator(database).FinishAsync(target.Calm);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        await Ledger.CheckAsync(database, finished: true);
        return (time, await database.DumpAsync());
    }
}
