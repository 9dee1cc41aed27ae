using System.Text.Json;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts.Drizzle;

/// <summary><c>meta/_journal.json</c>: <c>{ version, dialect, entries: [{ idx, version, when, tag, breakpoints }] }</c>.</summary>
internal static class DrizzleJournal
{
    /// <summary>The entries in the order they are run; null when the journal cannot be used, with the problem noted.</summary>
    public static IReadOnlyList<DrizzleJournalEntry>? Read(string path, List<MigrationProblem> problems) =>
        ManifestJson.Read(path, default, problems, Read);

    private static List<DrizzleJournalEntry> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("entries", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("it must be an object with a list \"entries\".");
        }

        if (root.TryGetProperty("dialect", out JsonElement dialect) && !(dialect.ValueKind == JsonValueKind.String && dialect.GetString() is "postgresql" or "pg"))
        {
            throw new FormatException($"its dialect is {dialect.GetRawText()}; only \"postgresql\" can be run here.");
        }

        var entries = new List<DrizzleJournalEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement item in list.EnumerateArray())
        {
            DrizzleJournalEntry entry = Entry(item);
            entries.Add(seen.Add(entry.Tag) ? entry : throw new FormatException($"'{entry.Tag}' is named twice."));
        }

        return entries;
    }

    private static DrizzleJournalEntry Entry(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object
            || !item.TryGetProperty("tag", out JsonElement tag) || tag.ValueKind != JsonValueKind.String
            || !item.TryGetProperty("when", out JsonElement when) || when.ValueKind != JsonValueKind.Number || !when.TryGetInt64(out long time))
        {
            throw new FormatException("an entry lacks \"tag\" (a text) or \"when\" (a whole number).");
        }

        string name = tag.GetString()!;
        return name.Length > 0 && name.IndexOfAny(['/', '\\', '\0']) < 0 && name is not ("." or "..")
            ? new DrizzleJournalEntry(name, time)
            : throw new FormatException($"'{name}' is no plain file name; a journal names files of its own folder only.");
    }
}
