using PgMigrate.Engine.Layouts.Dbmate;
using PgMigrate.Engine.Layouts.Diesel;
using PgMigrate.Engine.Layouts.Drizzle;
using PgMigrate.Engine.Layouts.EfCore;
using PgMigrate.Engine.Layouts.Flyway;
using PgMigrate.Engine.Layouts.GolangMigrate;
using PgMigrate.Engine.Layouts.Goose;
using PgMigrate.Engine.Layouts.NodePgMigrate;
using PgMigrate.Engine.Layouts.Prisma;
using PgMigrate.Engine.Layouts.Rails;
using PgMigrate.Engine.Layouts.Sqlx;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>Reads folders of migrations.</summary>
public static class MigrationFolder
{
    /// <summary>The surest mark first: a manifest, then folders, then names, then what stands in the files.</summary>
    private static readonly IMigrationLayout[] Layouts =
    [
        new ManifestLayout(), new DrizzleLayout(), new DrizzleFolderLayout(), new DieselLayout(), new PrismaLayout(), new FlywayLayout(),
        new DbmateLayout(), new GooseLayout(), new NodePgMigrateLayout(), new SqlxLayout(), new GolangMigrateLayout(),
        new RailsLayout(), new EfCoreLayout(), new NativeLayout(),
    ];

    /// <summary>Names of the layouts, for <see cref="MigrationFolderOptions.Layout"/>.</summary>
    public static IReadOnlyList<string> LayoutNames { get; } = [.. Layouts.Select(layout => layout.Name)];

    /// <summary>The layout of a name that is known.</summary>
    internal static IMigrationLayout LayoutOf(string name) => Layouts.First(layout => layout.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a folder. Never throws for what it finds there: see <see cref="MigrationSet.Problems"/>.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="ArgumentException">No layout has that name.</exception>
    public static MigrationSet Read(string path, MigrationFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new MigrationFolderOptions();
        FolderScan scan = FolderScan.Of(path);
        IMigrationLayout layout = Choose(scan, options.Layout);
        var migrations = new List<Migration>();
        IReadOnlyList<MigrationFile> files = layout.List(scan);
        foreach (MigrationFile file in files)
        {
            if (MigrationReader.Read(file, layout, scan.Folder, migrations.Count, options, scan.Problems) is { } migration)
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
        string full = Path.GetFullPath(path);
        return ReadFiles(FolderOf(full), [full], options)[0];
    }

    /// <summary>Reads files of one folder, each as <see cref="ReadFile"/> does; the folder is looked at once for all of them.</summary>
    /// <param name="folder">Full path of the folder: <see cref="FolderOf"/> of each file.</param>
    /// <param name="paths">Full paths of the files.</param>
    /// <param name="options">How to read them; null for the defaults.</param>
    /// <returns>A set for each file, in their order.</returns>
    public static IReadOnlyList<MigrationSet> ReadFiles(string folder, IEnumerable<string> paths, MigrationFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        options ??= new MigrationFolderOptions();
        FolderScan scan = FolderScan.Of(folder);
        IMigrationLayout layout = Choose(scan, options.Layout);
        ILookup<string, (MigrationFile File, int Ordinal)> files = layout.List(scan).Select((file, at) => (file, at)).ToLookup(item => item.file.Path, StringComparer.Ordinal);
        ILookup<string?, MigrationProblem> found = scan.Problems.ToLookup(problem => problem.Path, StringComparer.Ordinal);
        return [.. paths.Select(ReadOne)];

        MigrationSet ReadOne(string path)
        {
            // A file outside the order can still be looked at: it is linted, and running it is the user's word.
            (MigrationFile file, int ordinal) = files.Contains(path) ? files[path].First() : (OutsideOrder(path), 0);
            var problems = found[path].ToList();
            Migration? migration = MigrationReader.Read(file, layout, scan.Folder, ordinal, options, problems);
            return new MigrationSet(scan.Folder, layout.Name, migration is null ? [] : [migration], problems);
        }
    }

    private static MigrationFile OutsideOrder(string path)
    {
        var name = NativeName.Parse(Path.GetFileName(path));
        return new MigrationFile(path, name.Version.Length > 0 ? name.Version : Path.GetFileNameWithoutExtension(path), name.Name, null);
    }

    /// <summary>The folder whose order a file belongs to: its own, or the one above where a migration is a folder.</summary>
    /// <param name="path">Full path of a file.</param>
    public static string FolderOf(string path)
    {
        string own = Path.GetDirectoryName(path)!;
        bool isMigration = Path.GetFileName(path) is "up.sql" or "down.sql" or "migration.sql" && Path.GetFileName(own) is { Length: > 0 } name && char.IsAsciiDigit(name[0]);
        return isMigration ? Path.GetDirectoryName(own)! : own;
    }

    private static IMigrationLayout Choose(FolderScan scan, string? name) =>
        name is null
            ? Detect(new FolderProbe(scan))
            : Layouts.FirstOrDefault(layout => layout.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"There is no layout '{name}'. Known ones: {string.Join(", ", LayoutNames)}.", nameof(name));

    private static IMigrationLayout Detect(FolderProbe folder) => Layouts.First(layout => layout.Matches(folder));
}
