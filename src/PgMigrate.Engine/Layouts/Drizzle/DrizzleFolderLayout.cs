using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Drizzle;

/// <summary>
/// drizzle 1.0: <c>&lt;yyyyMMddHHmmss&gt;_name/migration.sql</c> with a <c>snapshot.json</c> beside it, in the order of the folder names, which
/// the history records. A <c>meta/_journal.json</c> among them is an error, as it is there.
/// </summary>
internal sealed class DrizzleFolderLayout : IMigrationLayout
{
    private const string Script = "migration.sql";

    public string Name => "DrizzleFolders";

    public bool Matches(FolderProbe folder) => !folder.HasNumberedFiles && folder.AnyFolderHas("snapshot.json") && folder.AnyFolderHas(Script);

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        string journal = Path.Combine(scan.Folder, DrizzleLayout.JournalName);
        if (File.Exists(journal))
        {
            scan.Problems.Add(LayoutProblems.Invalid(journal, "A journal of drizzle 0.x stands beside folders of drizzle 1.0.", "Run drizzle-kit up, or remove the one that is not in use."));
        }

        return [.. FolderMigrations.Find(scan, Script, $"<yyyyMMddHHmmss>_name/{Script}").Select(folder =>
        {
            string name = Path.GetFileName(folder);
            return new MigrationFile(Path.Combine(folder, Script), FolderMigrations.VersionOf(name), FolderMigrations.NameOf(name), null)
            {
                FileName = name,
                HistoryKey = name,
            };
        })];
    }

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) => DrizzleScript.Cut(text, file);
}
