using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;

namespace PgMigrate.Sources;

/// <summary>Reads the folders behind paths and migrations; each folder once.</summary>
/// <param name="options">How folders are read.</param>
/// <param name="render">Fills in the statements of migrations that are programs.</param>
internal sealed class MigrationLoader(MigrationFolderOptions options, Func<MigrationSet, MigrationSet> render)
{
    private readonly Dictionary<string, MigrationSet> _folders = new(StringComparer.Ordinal);

    /// <summary>What lies behind these full paths, one item a folder, in the order of the paths.</summary>
    public IReadOnlyList<LoadedMigrations> FromPaths(IEnumerable<string> paths)
    {
        var loaded = new List<LoadedMigrations>();
        var files = new List<string>();
        foreach (string path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(path);
            }
            else
            {
                loaded.Add(new LoadedMigrations(Folder(path), null));
            }
        }

        foreach (var group in files.Distinct(StringComparer.Ordinal).GroupBy(MigrationFolder.FolderOf, StringComparer.Ordinal))
        {
            loaded.Add(FromFiles(group.Key, [.. group]));
        }

        return loaded;
    }

    /// <summary>The folders of migrations that were read before; their text stays as it was then.</summary>
    public IReadOnlyList<LoadedMigrations> FromMigrations(IEnumerable<Migration> migrations) =>
        [.. migrations.GroupBy(migration => migration.FolderPath ?? Path.GetDirectoryName(migration.Path)!, StringComparer.Ordinal)
            .Select(group => new LoadedMigrations(MigrationSelection.Join(Folder(group.Key, group.First().Layout), group), Names(group)))];

    private static HashSet<string> Names(IEnumerable<Migration> migrations) =>
        migrations.Select(migration => migration.FileName).ToHashSet(StringComparer.Ordinal);

    private LoadedMigrations FromFiles(string folder, HashSet<string> files)
    {
        MigrationSet set = Folder(folder);
        var selected = set.Migrations.Where(migration => files.Contains(migration.Path)).ToList();
        var problems = set.Problems.Where(problem => problem.Path is null || problem.Path == folder || files.Contains(problem.Path)).ToList();

        // Those that have no place in the folder's order, such as undo scripts: they are read by themselves.
        string[] others = [.. files.Except(selected.Select(migration => migration.Path), StringComparer.Ordinal)];
        var known = problems.ToHashSet();
        foreach (MigrationSet alone in others.Length == 0 ? [] : MigrationFolder.ReadFiles(folder, others, options).Select(render))
        {
            selected.AddRange(alone.Migrations);
            problems.AddRange(alone.Problems.Where(known.Add));
        }

        return new LoadedMigrations(MigrationSelection.Join(set, selected) with { Problems = problems }, Names(selected));
    }

    /// <summary>The folder as it was read before, where migrations came from it: another layout would make others of its files.</summary>
    private MigrationSet Folder(string path, string? layout = null)
    {
        if (!_folders.TryGetValue(path, out MigrationSet? set))
        {
            _folders.Add(path, set = render(MigrationFolder.Read(path, options with { Layout = options.Layout ?? layout })));
        }

        return set;
    }
}
