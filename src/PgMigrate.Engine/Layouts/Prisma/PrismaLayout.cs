namespace PgMigrate.Engine.Layouts.Prisma;

/// <summary>
/// Prisma Migrate: <c>&lt;timestamp&gt;_name/migration.sql</c> in the order of the folder names, <c>migration_lock.toml</c> beside them. The
/// folder's name is what the history records.
/// </summary>
internal sealed class PrismaLayout : IMigrationLayout
{
    private const string Lock = "migration_lock.toml";
    private const string Script = "migration.sql";

    public string Name => "Prisma";

    public bool Matches(FolderProbe folder) => folder.HasFile(Lock) || (!folder.HasNumberedFiles && folder.AnyFolderHas(Script));

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        CheckProvider(scan);
        return [.. FolderMigrations.Find(scan, Script, $"<timestamp>_name/{Script}").Select(folder =>
        {
            string name = Path.GetFileName(folder);
            return new MigrationFile(Path.Combine(folder, Script), FolderMigrations.VersionOf(name), FolderMigrations.NameOf(name), FolderMigrations.Existing(scan, Path.Combine(folder, "down.sql")))
            {
                FileName = name,
                HistoryKey = name,
            };
        })];
    }

    private static void CheckProvider(FolderScan scan)
    {
        string path = Path.Combine(scan.Folder, Lock);
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            string? provider = BoundedFile.ReadText(path).Split('\n').Select(line => line.Split('=', 2))
                .Where(pair => pair.Length == 2 && pair[0].Trim() == "provider").Select(pair => pair[1].Trim().Trim('"')).FirstOrDefault();
            if (provider is not (null or "postgresql" or "postgres" or "cockroachdb"))
            {
                scan.Problems.Add(LayoutProblems.Invalid(path, $"{Lock} says the migrations are for '{provider}'.", "Only migrations for postgresql can be run here."));
            }
        }
        catch (InvalidDataException error)
        {
            scan.Problems.Add(LayoutProblems.InvalidManifest(path, error.Message));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            scan.Problems.Add(LayoutProblems.Unreadable(path, error));
        }
    }
}
