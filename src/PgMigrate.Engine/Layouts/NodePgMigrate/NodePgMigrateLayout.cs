using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.NodePgMigrate;

/// <summary>
/// node-pg-migrate's files: programs, and SQL with <c>-- Up Migration</c> and <c>-- Down Migration</c> in one file, or as a pair
/// <c>x.up.sql</c>, <c>x.down.sql</c>. Colliding numbers are fine there: the name is what the history records.
/// </summary>
internal sealed class NodePgMigrateLayout : IMigrationLayout
{
    private static readonly string[] Scripts = [".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"];

    public string Name => "NodePgMigrate";

    public bool Matches(FolderProbe folder) =>
        folder.AnyLine(line => NodePgMigrateScript.IsMarker(line, "up") || NodePgMigrateScript.IsMarker(line, "down"))
        || ((folder.SqlFiles.Count > 0 || folder.OtherFiles.Any(IsScript)) && folder.ProjectNames("package.json", "node-pg-migrate"))
        || (folder.SqlFiles.Count == 0 && folder.OtherFiles.Any(file => IsScript(file) && char.IsAsciiDigit(file[0]))
            && folder.AnyLineOf(IsScript, line => line.Contains("pgm.", StringComparison.Ordinal)));

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var downs = new Dictionary<string, string>(StringComparer.Ordinal);
        var ups = scan.OtherFiles.Where(IsScript).Select(path => (NodePgMigrateName.Of(Path.GetFileNameWithoutExtension(path)), path)).ToList();
        foreach (string path in scan.Files)
        {
            string stem = Path.GetFileNameWithoutExtension(path);
            if (stem.EndsWith(".down", StringComparison.Ordinal))
            {
                downs[stem[..^".down".Length]] = path;
            }
            else
            {
                ups.Add((NodePgMigrateName.Of(stem.EndsWith(".up", StringComparison.Ordinal) ? stem[..^".up".Length] : stem), path));
            }
        }

        var found = new List<MigrationFile>();
        foreach ((NodePgMigrateName name, string path) in ups.OrderBy(up => up.Item1))
        {
            downs.Remove(name.Name, out string? undo);
            found.Add(new MigrationFile(path, FolderMigrations.VersionOf(name.Name), FolderMigrations.NameOf(name.Name), undo)
            {
                HistoryKey = name.Name,
                Language = LanguageOf(path),
            });
        }

        scan.Problems.AddRange(downs.Values.Order(StringComparer.Ordinal).Select(LayoutProblems.OrphanUndo));
        foreach (var group in found.GroupBy(file => file.HistoryKey!, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            scan.Problems.Add(LayoutProblems.DuplicateVersion(group.Key, group.Select(file => file.FileName)));
        }

        return found;
    }

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) =>
        file.Language is null ? NodePgMigrateScript.Cut(text, file) : ScriptHead.Cut(text, problems);

    private static bool IsScript(string file) =>
        Scripts.Contains(Path.GetExtension(file), StringComparer.Ordinal) && !file.EndsWith(".d.ts", StringComparison.Ordinal);

    private static string? LanguageOf(string path) =>
        !IsScript(path) ? null : path.EndsWith("js", StringComparison.Ordinal) ? "JavaScript" : "TypeScript";
}
