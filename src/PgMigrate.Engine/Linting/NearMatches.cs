namespace PgMigrate.Engine.Linting;

/// <summary>Finds the names a wrong one may have meant.</summary>
internal static class NearMatches
{
    private const int Most = 3;

    /// <summary>Longest wrong name that is compared; a longer one is no slip of the fingers.</summary>
    private const int LongestName = 80;

    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestName)
        {
            return [];
        }

        string wrong = name.ToLowerInvariant();
        return
        [
            .. known.Distinct(StringComparer.Ordinal)
                .Select(candidate => (candidate, far: Distance(wrong, candidate)))
                .Where(pair => pair.far <= Math.Max(2, pair.candidate.Length / 4) || IsPartOf(wrong, pair.candidate))
                .OrderBy(pair => pair.far).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
                .Take(Most)
                .Select(pair => pair.candidate),
        ];
    }

    private static bool IsPartOf(string wrong, string candidate) =>
        (wrong.Length > 3 && candidate.Contains(wrong, StringComparison.Ordinal))
        || (candidate.Length > 3 && wrong.Contains(candidate, StringComparison.Ordinal));

    /// <summary>Levenshtein's distance: single letters put in, taken out or changed.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
