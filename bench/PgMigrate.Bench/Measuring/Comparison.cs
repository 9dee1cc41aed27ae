using System.Diagnostics;

namespace PgMigrate.Bench.Measuring;

/// <summary>The same work done by several contenders; the first is ours, and ratios are against it.</summary>
/// <param name="Title">What is done.</param>
/// <param name="Amount">How much of it one run does, for the rate.</param>
/// <param name="Unit">Unit of the amount.</param>
/// <param name="Contenders">Who does it.</param>
internal sealed record Comparison(string Title, double Amount, string Unit, IReadOnlyList<Contender> Contenders)
{
    /// <summary>
    /// Runs all contenders in turn, round after round, so that a slow spell of the machine hits all of them, and each round
    /// begins with another one. A first round only warms up (JIT, file cache) and is not counted.
    /// </summary>
    public async Task<IReadOnlyList<Sample>> MeasureAsync(int rounds, CancellationToken cancellationToken)
    {
        Contender[] present = [.. Contenders.Where(contender => contender.SkipReason is null)];
        var times = present.ToDictionary(contender => contender, _ => new List<TimeSpan>());
        for (int round = 0; round <= rounds; round++)
        {
            for (int turn = 0; turn < present.Length; turn++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Contender contender = present[(turn + round) % present.Length];
                TimeSpan time = await TimeAsync(contender);
                if (round > 0)
                {
                    times[contender].Add(time);
                }
            }
        }

        return [.. Contenders.Select(contender => new Sample(contender, times.GetValueOrDefault(contender) ?? []))];
    }

    private static async Task<TimeSpan> TimeAsync(Contender contender)
    {
        await contender.Prepare();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long start = Stopwatch.GetTimestamp();
        await contender.Run();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        await contender.Check();
        return time;
    }
}
