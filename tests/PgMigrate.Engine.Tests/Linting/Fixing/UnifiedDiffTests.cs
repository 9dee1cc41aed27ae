using System.Text.RegularExpressions;
using PgMigrate.Engine.Linting.Fixing;

namespace PgMigrate.Engine.Tests.Linting.Fixing;

public sealed partial class UnifiedDiffTests
{
    [Fact]
    public void A_diff_is_as_git_writes_it()
    {
        string before = string.Concat(Enumerable.Range(1, 20).Select(number => $"line {number}\n"));
        string after = before.Replace("line 3\n", "line three\n", StringComparison.Ordinal).Replace("line 18\n", "", StringComparison.Ordinal);
        Assert.Equal(
            "--- a/x.sql\n+++ b/x.sql\n"
            + "@@ -1,6 +1,6 @@\n line 1\n line 2\n-line 3\n+line three\n line 4\n line 5\n line 6\n"
            + "@@ -15,6 +15,5 @@\n line 15\n line 16\n line 17\n-line 18\n line 19\n line 20\n",
            UnifiedDiff.Write("x.sql", before, after));
    }

    [Fact]
    public void A_last_line_without_an_end_is_told() =>
        Assert.Equal("--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n", UnifiedDiff.Write("x", "a", "a\nb"));

    [Fact]
    public void Changes_from_and_to_nothing_have_a_range_before_the_first_line()
    {
        Assert.Contains("@@ -0,0 +1,1 @@\n+a\n", UnifiedDiff.Write("x", "", "a\n"), StringComparison.Ordinal);
        Assert.Contains("@@ -1,1 +0,0 @@\n-a\n", UnifiedDiff.Write("x", "a\n", ""), StringComparison.Ordinal);
        Assert.Equal("", UnifiedDiff.Write("x", "a\n", "a\n"));
    }

    [Fact]
    public void Diffs_of_random_texts_lead_from_one_to_the_other_with_the_fewest_lines()
    {
        var random = new Random(4711);
        for (int round = 0; round < 400; round++)
        {
            string before = RandomText(random);
            string after = RandomText(random);
            string diff = UnifiedDiff.Write("x", before, after);
            Assert.Equal(after, Patch(before, diff));
            List<string> old = Lines(before);
            List<string> now = Lines(after);
            int changes = diff.Split('\n').Skip(2).Count(line => line.StartsWith('+') || line.StartsWith('-'));
            Assert.Equal(old.Count + now.Count - (2 * LongestCommon(old, now)), changes);
        }
    }

    [Fact]
    public void A_text_that_changes_all_over_is_one_change()
    {
        string before = string.Concat(Enumerable.Range(0, 3000).Select(number => $"old {number}\n"));
        string after = string.Concat(Enumerable.Range(0, 3000).Select(number => $"new {number}\n"));
        Assert.Equal(after, Patch(before, UnifiedDiff.Write("x", before, after)));
    }

    private static string RandomText(Random random)
    {
        string text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => (char)('a' + random.Next(4)) + "\n"));
        return random.Next(3) == 0 ? text.TrimEnd('\n') : text;
    }

    private static string Patch(string before, string diff)
    {
        List<string> old = Lines(before);
        var result = new System.Text.StringBuilder();
        int at = 0;
        string[] lines = diff.Split('\n');
        for (int number = 2; number < lines.Length; number++)
        {
            string line = lines[number];
            if (HunkHead().Match(line) is { Success: true } head)
            {
                int start = int.Parse(head.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
                for (int first = head.Groups[2].Value == "0" ? start : start - 1; at < first; at++)
                {
                    result.Append(old[at]);
                }

                continue;
            }

            string end = number + 1 < lines.Length && lines[number + 1].StartsWith('\\') ? "" : "\n";
            if (line.StartsWith(' ') || line.StartsWith('-'))
            {
                Assert.Equal(old[at++], line[1..] + end);
            }

            result.Append(line.StartsWith(' ') || line.StartsWith('+') ? line[1..] + end : "");
        }

        return result.Append(string.Concat(old.Skip(at))).ToString();
    }

    private static List<string> Lines(string text) => [.. LineEnd().Matches(text).Select(match => match.Value)];

    private static int LongestCommon(List<string> a, List<string> b)
    {
        var length = new int[a.Count + 1, b.Count + 1];
        for (int i = 1; i <= a.Count; i++)
        {
            for (int j = 1; j <= b.Count; j++)
            {
                length[i, j] = a[i - 1] == b[j - 1] ? length[i - 1, j - 1] + 1 : Math.Max(length[i - 1, j], length[i, j - 1]);
            }
        }

        return length[a.Count, b.Count];
    }

    [GeneratedRegex("^@@ -([0-9]+),([0-9]+) ")]
    private static partial Regex HunkHead();

    [GeneratedRegex("[^\n]*\n|[^\n]+$")]
    private static partial Regex LineEnd();
}
