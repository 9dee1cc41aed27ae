namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Compares two lists of lines: the fewest lines that go and come (E. Myers, An O(ND) Difference Algorithm, 1986).</summary>
internal static class LineComparison
{
    /// <summary>Most changed lines that are looked for; where there are more, the whole middle counts as changed. Bounds memory to some megabytes.</summary>
    private const int MostChanges = 1000;

    public static List<DiffLine> Compare(List<string> before, List<string> after)
    {
        int head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. before.Take(head).Select(line => new DiffLine(' ', line)),
            .. Middle(before[head..^tail], after[head..^tail]),
            .. before.Skip(before.Count - tail).Select(line => new DiffLine(' ', line)),
        ];
    }

    private static IEnumerable<DiffLine> Middle(List<string> before, List<string> after)
    {
        if (Search(before, after) is not { } trace)
        {
            return [.. before.Select(line => new DiffLine('-', line)), .. after.Select(line => new DiffLine('+', line))];
        }

        var lines = new List<DiffLine>();
        (int x, int y) = (before.Count, after.Count);
        for (int changes = trace.Count - 1; changes > 0; changes--)
        {
            // trace[d] holds how far each diagonal from -d to d was got with d changes; the step here came from d - 1.
            int[] reached = trace[changes - 1];
            int diagonal = x - y;
            bool added = diagonal == -changes || (diagonal != changes && At(reached, diagonal - 1) < At(reached, diagonal + 1));
            int fromX = At(reached, added ? diagonal + 1 : diagonal - 1);
            int stepEnd = added ? fromX : fromX + 1;
            while (x > stepEnd)
            {
                lines.Add(new DiffLine(' ', before[--x]));
                y--;
            }

            lines.Add(added ? new DiffLine('+', after[--y]) : new DiffLine('-', before[--x]));
        }

        while (x > 0)
        {
            lines.Add(new DiffLine(' ', before[--x]));
        }

        lines.Reverse();
        return lines;
    }

    private static int At(int[] reached, int diagonal) => reached[diagonal + (reached.Length / 2)];

    /// <summary>How far each diagonal was got with 0, 1, 2, … changes, up to the end; null when there are too many.</summary>
    private static List<int[]>? Search(List<string> before, List<string> after)
    {
        var trace = new List<int[]>();
        for (int changes = 0; changes <= MostChanges; changes++)
        {
            int[] reached = new int[(2 * changes) + 3];
            Array.Fill(reached, -1);
            for (int diagonal = -changes; diagonal <= changes; diagonal += 2)
            {
                int x = changes == 0 ? 0
                    : diagonal == -changes || (diagonal != changes && At(trace[^1], diagonal - 1) < At(trace[^1], diagonal + 1)) ? At(trace[^1], diagonal + 1)
                    : At(trace[^1], diagonal - 1) + 1;
                int y = x - diagonal;
                while (x >= 0 && y >= 0 && x < before.Count && y < after.Count && before[x] == after[y])
                {
                    x++;
                    y++;
                }

                reached[diagonal + changes + 1] = x;
                if (x == before.Count && y == after.Count)
                {
                    trace.Add(reached);
                    return trace;
                }
            }

            trace.Add(reached);
        }

        return null;
    }
}
