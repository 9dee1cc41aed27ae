using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Dbmate;

/// <summary>
/// dbmate: <c>&lt;digits&gt;….sql</c> in the order of the file names, <c>-- migrate:up</c> and <c>-- migrate:down</c> in each. A version is
/// its digits as text: <c>9</c> comes after <c>10</c>, <c>007</c> is not <c>7</c>.
/// </summary>
internal sealed class DbmateLayout : IMigrationLayout
{
    public string Name => "Dbmate";

    public bool Matches(FolderProbe folder) => folder.AnyLine(line => DbmateScript.IsMarker(line, "up") || DbmateScript.IsMarker(line, "down"));

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var found = new List<MigrationFile>();
        foreach (string path in scan.Files.OrderBy(file => Path.GetFileName(file), StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (!char.IsAsciiDigit(name[0]))
            {
                scan.Problems.Add(LayoutProblems.Unnamed(path, "<digits>_name.sql"));
                continue;
            }

            string version = FolderMigrations.VersionOf(name);
            found.Add(new MigrationFile(path, version, FolderMigrations.NameOf(name), null) { HistoryKey = version });
        }

        foreach (var group in found.GroupBy(file => file.Version, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            scan.Problems.Add(LayoutProblems.DuplicateVersion(group.Key, group.Select(file => file.FileName)));
        }

        return found;
    }

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) => DbmateScript.Cut(text, file, problems);
}
