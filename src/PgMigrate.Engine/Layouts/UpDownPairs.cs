using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>Pairs <c>.up.sql</c> and <c>.down.sql</c> files by their number, whatever their names are.</summary>
internal static class UpDownPairs
{
    /// <summary>The migrations in the order of their numbers; what has no place among them is noted.</summary>
    /// <param name="scan">The folder.</param>
    /// <param name="simple">True when a file without a mark is a migration too.</param>
    public static List<MigrationFile> List(FolderScan scan, bool simple)
    {
        var downs = new Dictionary<string, string>(StringComparer.Ordinal);
        var ups = new List<(string Path, UpDownName Name)>();
        foreach (string path in scan.Files.Order(StringComparer.Ordinal))
        {
            if (UpDownName.Parse(Path.GetFileName(path)) is not { } name || (name.Direction.Length == 0 && !simple))
            {
                scan.Problems.Add(LayoutProblems.Unnamed(path, simple ? "<integer>_name.sql" : "<integer>_name.up.sql"));
            }
            else if (name.Direction != "down")
            {
                ups.Add((path, name));
            }
            else if (!downs.TryAdd(MigrationVersion.Normalize(name.Version), path))
            {
                scan.Problems.Add(LayoutProblems.TwoUndos(path));
            }
        }

        var found = ups.ConvertAll(up =>
        {
            string version = MigrationVersion.Normalize(up.Name.Version);
            return new MigrationFile(up.Path, up.Name.Version, up.Name.Name, downs.GetValueOrDefault(version)) { HistoryKey = version };
        });
        var taken = found.Select(file => file.HistoryKey!).ToHashSet(StringComparer.Ordinal);
        scan.Problems.AddRange(downs.Where(down => !taken.Contains(down.Key)).Select(down => LayoutProblems.OrphanUndo(down.Value)));
        return NumberedFiles.Order(found, scan);
    }
}
