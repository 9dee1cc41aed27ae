using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>Order of files whose versions are numbers, each of which may stand once.</summary>
internal static class NumberedFiles
{
    /// <summary>Sorts them and notes versions that stand twice.</summary>
    public static List<MigrationFile> Order(List<MigrationFile> files, FolderScan scan)
    {
        files.Sort((first, second) => MigrationVersion.Compare(first.Version, second.Version) is var order and not 0
            ? order : string.CompareOrdinal(first.FileName, second.FileName));
        foreach (var group in files.GroupBy(file => MigrationVersion.Normalize(file.Version)).Where(group => group.Count() > 1))
        {
            scan.Problems.Add(LayoutProblems.DuplicateVersion(group.Key, group.Select(file => file.FileName)));
        }

        return files;
    }
}
