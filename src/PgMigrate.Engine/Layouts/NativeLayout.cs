using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>
/// <c>NNNN_snake_case_name.sql</c>, also <c>NNN-kebab-case.sql</c> and <c>NNN.sql</c>, in the order of their numbers; gaps are fine.
/// </summary>
internal sealed class NativeLayout : IMigrationLayout
{
    public string Name => "Native";

    public bool Matches(string folder) => true;

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var undos = new UndoTwins(scan);
        var found = new List<MigrationFile>();
        foreach (string path in scan.Files)
        {
            var name = NativeName.Parse(Path.GetFileName(path));
            if (name.Version.Length == 0 && !name.IsUndo)
            {
                scan.Problems.Add(LayoutProblems.UnknownFile(path));
            }
            else if (!name.IsUndo)
            {
                found.Add(new MigrationFile(path, name.Version, name.Name, undos.Take(Path.GetFileName(path))));
            }
        }

        undos.ReportOrphans();
        found.Sort((first, second) => MigrationVersion.Compare(first.Version, second.Version) is var order and not 0
            ? order : string.CompareOrdinal(first.FileName, second.FileName));
        foreach (var group in found.GroupBy(file => MigrationVersion.Normalize(file.Version)).Where(group => group.Count() > 1))
        {
            scan.Problems.Add(LayoutProblems.DuplicateVersion(group.Key, group.Select(file => file.FileName)));
        }

        return found;
    }
}
