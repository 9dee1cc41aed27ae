using System.Globalization;
using System.Text.RegularExpressions;
using PgMigrate.Chaos.Targets;

namespace PgMigrate.Chaos.Workload;

/// <summary>
/// Holds the history against the counts: what is recorded must have happened once, what is not recorded must not have happened. Good at
/// any moment when nothing is under way, not only at the end.
/// </summary>
internal static partial class Ledger
{
    /// <exception cref="ChaosException">Something was applied twice, or a row of the history is lost or false.</exception>
    public static async Task CheckAsync(ChaosDatabase database, bool finished)
    {
        Script script = database.Owner.Script;
        Dictionary<string, int> counts = (await database.QueryAsync("SELECT step, count(*) FROM counted GROUP BY step"))
            .Select(row => row.Split('|')).ToDictionary(row => row[0], row => Number(row[1]), StringComparer.Ordinal);
        bool hasHistory = await database.IsAsync("to_regclass('migration_log') IS NOT NULL");
        string[][] rows = hasHistory
            ? [.. (await database.QueryAsync("SELECT description, status, coalesce(statements_applied, -1), id FROM migration_log ORDER BY id")).Select(row => row.Split('|'))] : [];
        var faults = new List<string>();
        faults.AddRange(counts.Where(step => step.Value != 1).Select(step => $"statement {step.Key} was applied {step.Value} times"));
        foreach (string path in Directory.EnumerateFiles(script.Folder).Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileName(path);
            int[] steps = [.. Step().Matches(await File.ReadAllTextAsync(path)).Select(match => Number(match.Groups[1].Value))];
            string[][] own = [.. rows.Where(row => row[0] == file)];
            string[][] kept = [.. own.Where(row => row[1] != "failed")];
            if (kept.Length > 1)
            {
                faults.Add($"{file} has {kept.Length} rows that are not of a failure");
            }

            faults.AddRange(own.Where(row => row[1] == "failed" && Number(row[2]) != 0).Select(_ => $"{file} has a failed row with progress"));
            bool completed = kept is [[_, "completed", ..], ..];
            int applied = completed ? int.MaxValue : kept.Length == 1 ? Number(kept[0][2]) : 0;
            foreach (int step in steps)
            {
                bool happened = counts.ContainsKey($"{file[..4]}/{step.ToString(CultureInfo.InvariantCulture)}");
                bool inDoubt = step == applied + 1 && script.Doubts.ContainsKey($"{file}/{step.ToString(CultureInfo.InvariantCulture)}");
                if (happened != step <= applied && !inDoubt)
                {
                    faults.Add($"{file}: statement {step} {(happened ? "happened" : "did not happen")}, and its row says {(kept.Length == 0 ? "nothing" : string.Join(' ', kept[0]))}");
                }
            }

            if (finished && !completed)
            {
                faults.Add($"{file} is not recorded as completed");
            }
        }

        if (faults.Count > 0)
        {
            throw new ChaosException($"{string.Join('\n', faults)}\nHistory:\n{string.Join('\n', rows.Select(row => string.Join(' ', row)))}\nCounted: {string.Join(' ', counts)}");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"'\d{4}/(\d+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Step();
}
