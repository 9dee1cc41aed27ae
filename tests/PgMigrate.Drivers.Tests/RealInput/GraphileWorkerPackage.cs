using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace PgMigrate.Drivers.Tests.RealInput;

/// <summary>
/// The migrations of npm's <c>graphile-worker</c> (https://github.com/graphile/worker, MIT), one pinned version, fetched once into
/// the user's cache. Nothing of it is run but its SQL.
/// </summary>
internal static class GraphileWorkerPackage
{
    public const string Version = "0.17.3";

    /// <summary>The placeholder that the package itself replaces in the text of its files.</summary>
    public const string Variable = "GRAPHILE_WORKER_SCHEMA";

    /// <summary>What the package does before its first file (<c>src/migrate.ts</c>, <c>installSchema</c>), for the schema graphile_worker.</summary>
    public const string Preparation = """
        create schema if not exists graphile_worker;
        create table if not exists graphile_worker.migrations (id int primary key, ts timestamptz default now() not null);
        alter table graphile_worker.migrations add column if not exists breaking boolean not null default false;
        """;

    /// <summary>The registry's SHA-512 of the package.</summary>
    private const string Integrity = "5vX/nDit7vXDw6JauGE7CpE4uYWu8XLTDkcL3msqwVRwrtxBqawL1C55INfXGtoyV1DIkWvvPdeKtXuLRGYyLg==";

    /// <summary>The files by name, in order.</summary>
    public static async Task<IReadOnlyList<(string Name, string Sql)>> ReadAsync()
    {
        string folder = Path.Combine(CacheFolder, "graphile-worker-" + Version);
        if (!Directory.Exists(folder))
        {
            await FetchAsync(folder);
        }

        return [.. Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllText(path)))];
    }

    /// <summary>Beside the sandbox's own packages.</summary>
    private static string CacheFolder =>
        OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "pgmigrate", "npm")
        : Environment.IsPrivilegedProcess ? "/var/cache/pgmigrate/npm"
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "pgmigrate",
            "npm");

    private static async Task FetchAsync(string folder)
    {
        Directory.CreateDirectory(CacheFolder);
        string work = Path.Combine(CacheFolder, "fetch-" + Path.GetRandomFileName());
        Directory.CreateDirectory(work);
        try
        {
            (int exitCode, string output, string error) = await ExternalProgram.Get("npm").RunAsync(
                ["pack", "graphile-worker@" + Version, "--ignore-scripts", "--loglevel=error", "--pack-destination", work], folder: work);
            Assert.True(exitCode == 0, $"npm could not fetch graphile-worker {Version}: {output}{error}");
            string archive = Assert.Single(Directory.GetFiles(work, "*.tgz"));
            Assert.Equal(Integrity, Convert.ToBase64String(SHA512.HashData(await File.ReadAllBytesAsync(archive))));
            string sql = Directory.CreateDirectory(Path.Combine(work, "sql")).FullName;
            await ExtractAsync(archive, sql);
            Move(sql, folder);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task ExtractAsync(string archive, string folder)
    {
        await using var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        await using var reader = new TarReader(stream);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            if (entry.Name.StartsWith("package/sql/", StringComparison.Ordinal) && entry.Name.EndsWith(".sql", StringComparison.Ordinal))
            {
                await entry.ExtractToFileAsync(Path.Combine(folder, Path.GetFileName(entry.Name)), overwrite: false);
            }
        }
    }

    /// <summary>One rename: a folder of the final name is always complete. Another process may have been first.</summary>
    private static void Move(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (IOException) when (Directory.Exists(to))
        {
        }
    }
}
