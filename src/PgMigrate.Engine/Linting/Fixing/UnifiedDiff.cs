using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Writes what changes between two texts as a unified diff.</summary>
internal static class UnifiedDiff
{
    /// <summary>Lines shown around a change.</summary>
    private const int Context = 3;

    /// <summary>Empty when nothing changes. Lines end as they do in the texts.</summary>
    public static string Write(string name, string before, string after)
    {
        if (string.Equals(before, after, StringComparison.Ordinal))
        {
            return "";
        }

        List<DiffLine> lines = LineComparison.Compare(Lines(before), Lines(after));
        var diff = new StringBuilder();
        diff.Append(CultureInfo.InvariantCulture, $"--- a/{name}\n+++ b/{name}\n");
        int at = 0;
        while (NextHunk(lines, at) is { } hunk)
        {
            WriteHunk(diff, lines, hunk.Start, hunk.End);
            at = hunk.End;
        }

        return diff.ToString();
    }

    /// <summary>The lines with their ends; <c>\n</c> alone ends one, as in git.</summary>
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..end]);
            at = end;
        }

        return lines;
    }

    /// <summary>The next changes with what stands around them; changes whose surroundings meet are one hunk.</summary>
    private static (int Start, int End)? NextHunk(List<DiffLine> lines, int from)
    {
        int first = lines.FindIndex(from, line => line.Mark != ' ');
        if (first < 0)
        {
            return null;
        }

        int last = first;
        for (int at = first; at < lines.Count && at - last <= 2 * Context; at++)
        {
            last = lines[at].Mark != ' ' ? at : last;
        }

        return (Math.Max(from, first - Context), Math.Min(lines.Count, last + Context + 1));
    }

    private static void WriteHunk(StringBuilder diff, List<DiffLine> lines, int start, int end)
    {
        diff.Append(CultureInfo.InvariantCulture, $"@@ -{Range(lines, start, end, '+')} +{Range(lines, start, end, '-')} @@\n");
        foreach (DiffLine line in lines[start..end])
        {
            diff.Append(line.Mark).Append(line.Text);
            if (!line.Text.EndsWith('\n'))
            {
                diff.Append("\n\\ No newline at end of file\n");
            }
        }
    }

    /// <summary>First line and number of lines on one side; <paramref name="other"/> marks the lines of the other.</summary>
    private static string Range(List<DiffLine> lines, int start, int end, char other)
    {
        int before = lines.Take(start).Count(line => line.Mark != other);
        int count = lines.Skip(start).Take(end - start).Count(line => line.Mark != other);
        int first = count == 0 ? before : before + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{first},{count}");
    }
}
