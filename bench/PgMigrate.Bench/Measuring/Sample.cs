namespace PgMigrate.Bench.Measuring;

/// <summary>The times of one contender; none when it was skipped.</summary>
internal sealed record Sample(Contender Contender, IReadOnlyList<TimeSpan> Times)
{
    public TimeSpan Fastest => Times.Min();

    public TimeSpan Slowest => Times.Max();

    public TimeSpan Median
    {
        get
        {
            TimeSpan[] sorted = [.. Times.Order()];
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
