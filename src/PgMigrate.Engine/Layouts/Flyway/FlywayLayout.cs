using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Flyway;

/// <summary>
/// Flyway: <c>V</c> files in the order of their versions, then <c>R</c> files by description whenever they changed; <c>U</c> files take
/// back; sub-folders are read too. A <c>B</c> file stands for everything up to its version on a new database: it is run there
/// when those files are gone, and else they are, which comes to the same.
/// </summary>
internal sealed class FlywayLayout : IMigrationLayout
{
    public string Name => "Flyway";

    public bool Matches(FolderProbe folder) =>
        !folder.HasNumberedFiles && (folder.SqlFiles.Any(IsOwn) || (folder.SqlFiles.Count == 0 && folder.AnyFileBelow(IsOwn)));

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var named = new List<(string Path, FlywayName Name)>();
        foreach (string path in AllFiles(scan))
        {
            if (FlywayName.Parse(Path.GetFileName(path)) is { } name)
            {
                named.Add((path, name));
            }
            else
            {
                scan.Problems.Add(LayoutProblems.Unnamed(path, "V<version>__Description.sql"));
            }
        }

        var undos = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, FlywayName name) in named.Where(item => item.Name.Prefix == 'U'))
        {
            if (!undos.TryAdd(name.Number!.ToString(), path))
            {
                scan.Problems.Add(LayoutProblems.TwoUndos(path));
            }
        }

        var versioned = named.Where(item => item.Name.Prefix == 'V').OrderBy(item => item.Name.Number).ToList();
        foreach (var group in versioned.GroupBy(item => item.Name.Number!.ToString()).Where(group => group.Count() > 1))
        {
            scan.Problems.Add(LayoutProblems.DuplicateVersion(group.Key, group.Select(item => Path.GetFileName(item.Path))));
        }

        List<MigrationFile> found = Baseline(named, versioned, scan);
        foreach ((string path, FlywayName name) in versioned)
        {
            undos.Remove(name.Number!.ToString(), out string? undo);
            found.Add(File(scan, path, name, undo));
        }

        scan.Problems.AddRange(undos.Values.Order(StringComparer.Ordinal).Select(LayoutProblems.OrphanUndo));
        foreach ((string path, FlywayName name) in named.Where(item => item.Name.Prefix == 'R').OrderBy(item => item.Name.Description, StringComparer.Ordinal))
        {
            found.Add(File(scan, path, name, null) with { IsRepeatable = true });
        }

        return found;
    }

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) => MigrationParts.Whole(text, file) with
    {
        UndoTransaction = file.UndoPath is { } undo ? FlywayConfig.TransactionOf(undo, problems) : TransactionMode.Auto,
    };

    private static bool IsOwn(string file) => file.Contains("__", StringComparison.Ordinal) && FlywayName.Parse(file) is not null;

    private static MigrationFile File(FolderScan scan, string path, FlywayName name, string? undo)
    {
        string version = name.Number is null ? "R " + name.Description : name.Version;
        return new MigrationFile(path, version, name.Description, undo)
        {
            FileName = Path.GetRelativePath(scan.Folder, path).Replace('\\', '/'),
            HistoryKey = name.Number?.ToString() ?? name.Description,
            Transaction = FlywayConfig.TransactionOf(path, scan.Problems),
        };
    }

    private static List<MigrationFile> Baseline(
        List<(string Path, FlywayName Name)> named, List<(string Path, FlywayName Name)> versioned, FolderScan scan)
    {
        var baselines = named.Where(item => item.Name.Prefix == 'B').OrderBy(item => item.Name.Number).ToList();
        var found = new List<MigrationFile>();
        foreach ((string path, FlywayName name) in baselines)
        {
            if (name == baselines[^1].Name && !versioned.Any(item => item.Name.Number!.CompareTo(name.Number) <= 0))
            {
                found.Add(File(scan, path, name, null) with { IsInitialSetup = true });
            }
            else
            {
                scan.Problems.Add(LayoutProblems.NotRunHere(
                    path, $"'{Path.GetFileName(path)}' stands for migrations that are here themselves; it is not run.", "Keep it for Flyway, or remove the migrations it stands for."));
            }
        }

        return found;
    }

    /// <summary>The files of the folder and of all below it; links to folders are not followed.</summary>
    private static IEnumerable<string> AllFiles(FolderScan scan)
    {
        scan.Problems.RemoveAll(problem => problem.Path is { } path && scan.Folders.Contains(path));
        var files = new List<string>(scan.Files);
        foreach (string folder in scan.Folders.Where(folder => new DirectoryInfo(folder).LinkTarget is null))
        {
            FolderScan below = FolderScan.Of(folder);
            files.AddRange(AllFiles(below));
            scan.Problems.AddRange(below.Problems);
        }

        return files.Order(StringComparer.Ordinal);
    }
}
