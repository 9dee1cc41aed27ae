using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Diesel;

/// <summary>
/// diesel: a folder a migration with <c>up.sql</c>, and perhaps <c>down.sql</c> and <c>metadata.toml</c>. The version is the folder's
/// name up to the first underscore without its hyphens (<c>2024-05-01-120000_x</c> is <c>20240501120000</c>), ordered as text.
/// </summary>
internal sealed class DieselLayout : IMigrationLayout
{
    private const string Up = "up.sql";

    public string Name => "Diesel";

    public bool Matches(FolderProbe folder) => !folder.HasNumberedFiles && folder.AnyFolderHas(Up);

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var found = new List<MigrationFile>();
        foreach (string folder in FolderMigrations.Find(scan, Up, "<version>_name/up.sql"))
        {
            string name = Path.GetFileName(folder);
            string version = VersionOf(name);
            found.Add(new MigrationFile(Path.Combine(folder, Up), version, NameOf(name), FolderMigrations.Existing(scan, Path.Combine(folder, "down.sql")))
            {
                FileName = name,
                HistoryKey = version,
                Transaction = DieselMetadata.RunsInTransaction(Path.Combine(folder, "metadata.toml")) ? TransactionMode.Auto : TransactionMode.None,
            });
        }

        found.Sort((first, second) => string.CompareOrdinal(first.Version, second.Version) is var order and not 0
            ? order : string.CompareOrdinal(first.FileName, second.FileName));
        foreach (var group in found.GroupBy(file => file.Version, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            scan.Problems.Add(LayoutProblems.DuplicateVersion(group.Key, group.Select(file => file.FileName)));
        }

        return found;
    }

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems)
    {
        if (text.Span.IsEmpty)
        {
            problems.Add(LayoutProblems.Invalid(file.Path, $"'{file.FileName}' has an empty up.sql, which diesel refuses.", "Write its statements, or remove the folder."));
        }

        return MigrationParts.Whole(text, file) with { UndoTransaction = file.Transaction };
    }

    /// <summary>The version of a folder as diesel records it.</summary>
    internal static string VersionOf(string folderName) => folderName.Split('_')[0].Replace("-", "", StringComparison.Ordinal);

    private static string NameOf(string folderName) =>
        folderName.IndexOf('_', StringComparison.Ordinal) is var bar and >= 0 ? folderName[(bar + 1)..] : "";
}
