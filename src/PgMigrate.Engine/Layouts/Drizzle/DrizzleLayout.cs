using System.Globalization;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Drizzle;

/// <summary>
/// drizzle 0.x: <c>meta/_journal.json</c> alone says what is run and in which order; the history records an entry's <c>when</c>.
/// drizzle runs entries that are newer than the newest applied one and skips all others without a word, so an entry that was
/// merged late is reported.
/// </summary>
internal sealed class DrizzleLayout : IMigrationLayout
{
    /// <summary>The journal, from the folder.</summary>
    public const string JournalName = "meta/_journal.json";

    public string Name => "Drizzle";

    public bool Matches(FolderProbe folder) => folder.HasFile(JournalName);

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        string path = Path.Combine(scan.Folder, "meta", "_journal.json");
        if (DrizzleJournal.Read(path, scan.Problems) is not { } entries)
        {
            return [];
        }

        var known = scan.Files.ToDictionary(file => Path.GetFileName(file), StringComparer.Ordinal);
        var found = new List<MigrationFile>();
        DrizzleJournalEntry? newest = null;
        foreach (DrizzleJournalEntry entry in entries)
        {
            if (newest is not null && entry.When <= newest.When)
            {
                scan.Problems.Add(LayoutProblems.Late(path, entry.Tag, newest.Tag));
            }

            newest = newest is null || entry.When > newest.When ? entry : newest;
            if (!known.Remove(entry.Tag + ".sql", out string? file))
            {
                scan.Problems.Add(LayoutProblems.ManifestFileMissing(path, entry.Tag + ".sql"));
                continue;
            }

            found.Add(new MigrationFile(file, FolderMigrations.VersionOf(entry.Tag), FolderMigrations.NameOf(entry.Tag), null)
            {
                HistoryKey = entry.When.ToString(CultureInfo.InvariantCulture),
            });
        }

        scan.Problems.AddRange(known.Values.Order(StringComparer.Ordinal)
            .Select(file => LayoutProblems.NotInManifest(file, "_journal.json", "Let drizzle-kit generate write its entry, or move it elsewhere.")));
        return found;
    }

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) => DrizzleScript.Cut(text, file);
}
