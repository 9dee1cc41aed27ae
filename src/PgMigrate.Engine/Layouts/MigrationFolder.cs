using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>Reads folders of migrations.</summary>
public static class MigrationFolder
{
    private static readonly IMigrationLayout[] Layouts = [new ManifestLayout(), new NativeLayout()];

    /// <summary>Names of the layouts, for <see cref="MigrationFolderOptions.Layout"/>.</summary>
    public static IReadOnlyList<string> LayoutNames { get; } = [.. Layouts.Select(layout => layout.Name)];

    /// <summary>Reads a folder. Never throws for what it finds there: see <see cref="MigrationSet.Problems"/>.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="ArgumentException">No layout has that name.</exception>
    public static MigrationSet Read(string path, MigrationFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new MigrationFolderOptions();
        FolderScan scan = FolderScan.Of(path);
        IMigrationLayout layout = Choose(scan.Folder, options.Layout);
        var migrations = new List<Migration>();
        IReadOnlyList<MigrationFile> files = layout.List(scan);
        foreach (MigrationFile file in files)
        {
            if (MigrationReader.Read(file, layout.Name, migrations.Count, options, scan.Problems) is { } migration)
            {
                migrations.Add(migration);
            }
        }

        return new MigrationSet(scan.Folder, layout.Name, migrations, scan.Problems)
        {
            FilesFolder = scan.FilesFolder,
            TakenVersions = [.. files.Select(file => file.Version)],
        };
    }

    /// <summary>Reads one file as its folder's layout sees it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <returns>A set of one migration, or of none with the reason among the problems.</returns>
    public static MigrationSet ReadFile(string path, MigrationFolderOptions? options = null)
    {
        options ??= new MigrationFolderOptions();
        string full = Path.GetFullPath(path);
        FolderScan scan = FolderScan.Of(Path.GetDirectoryName(full)!);
        IMigrationLayout layout = Choose(scan.Folder, options.Layout);
        IReadOnlyList<MigrationFile> files = layout.List(scan);
        int ordinal = files.ToList().FindIndex(file => file.Path == full);
        var problems = scan.Problems.Where(problem => problem.Path == full).ToList();
        if (ordinal < 0)
        {
            // A file outside the order can still be looked at: it is linted, and running it is the user's word.
            var name = NativeName.Parse(Path.GetFileName(full));
            files = [new MigrationFile(full, name.Version.Length > 0 ? name.Version : Path.GetFileNameWithoutExtension(full), name.Name, null)];
            ordinal = 0;
        }

        Migration? migration = MigrationReader.Read(files[ordinal], layout.Name, ordinal, options, problems);
        return new MigrationSet(scan.Folder, layout.Name, migration is null ? [] : [migration], problems);
    }

    private static IMigrationLayout Choose(string folder, string? name) =>
        name is null
            ? Layouts.First(layout => layout.Matches(folder))
            : Layouts.FirstOrDefault(layout => layout.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"There is no layout '{name}'. Known ones: {string.Join(", ", LayoutNames)}.", nameof(name));
}
