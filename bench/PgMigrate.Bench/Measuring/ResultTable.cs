using System.Globalization;

namespace PgMigrate.Bench.Measuring;

/// <summary>Writes the results as one table, in Markdown, so that it can be pasted into the documentation as it is.</summary>
internal sealed class ResultTable
{
    private static readonly string[] Head = ["What", "How", "Median", "Fastest–slowest", "Rate", "Ours / this", "Note"];

    private readonly List<string[]> _rows = [Head, [.. Head.Select(_ => "---")]];

    /// <summary>Adds one row a contender.</summary>
    public void Add(Comparison comparison, IReadOnlyList<Sample> samples)
    {
        TimeSpan ours = samples[0].Median;
        foreach (Sample sample in samples)
        {
            string title = sample == samples[0] ? comparison.Title : "";
            if (sample.Contender.SkipReason is { } reason)
            {
                _rows.Add([title, sample.Contender.Name, "skipped", "", "", "", reason]);
                continue;
            }

            TimeSpan median = sample.Median;
            _rows.Add(
            [
                title,
                sample.Contender.Name,
                Text(median),
                $"{Text(sample.Fastest)}–{Text(sample.Slowest)}",
                string.Create(CultureInfo.InvariantCulture, $"{comparison.Amount / median.TotalSeconds:N0} {comparison.Unit}/s"),
                sample == samples[0] ? "" : string.Create(CultureInfo.InvariantCulture, $"{ours / median:0.00}"),
                sample.Contender.Note(),
            ]);
        }
    }

    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(column => _rows.Max(row => row[column].Length))];
        return string.Join('\n', _rows.Select(row => "| " + string.Join(" | ", row.Select((cell, column) =>
            cell == "---" ? new string('-', widths[column]) : cell.PadRight(widths[column]))) + " |"));
    }

    private static string Text(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(time.TotalSeconds >= 1 ? time.TotalSeconds : time.TotalMilliseconds):0.00} {(time.TotalSeconds >= 1 ? "s" : "ms")}");
}
