using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PgMigrate.Testing;

/// <summary>
/// The programs from npm that ours is compared with: PostgreSQL's parser (libpg-query), squawk, other migration tools, AWS's signer
/// and node-postgres. <c>tests/Shared/npm</c> pins versions and hashes; they are fetched once into a cache that all this user's processes share.
/// </summary>
internal static class NpmPeers
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly Lazy<(string? Folder, string? Reason)> Found = new(Find);

    /// <summary>Why they cannot be used here, or null.</summary>
    public static string? SkipReason => Found.Value.Reason;

    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    public static string Folder => Found.Value.Folder ?? throw new InvalidOperationException(Found.Value.Reason);

    /// <summary>Why squawk cannot be used here, or null.</summary>
    public static string? SquawkSkipReason => SquawkPackage is null ? "squawk's package is pinned for linux-x64 alone" : SkipReason;

    /// <summary>Why the other migration tools cannot be used here, or null.</summary>
    public static string? ToolSkipReason => SquawkPackage is null ? "dbmate's package is pinned for linux-x64 alone" : SkipReason;

    /// <summary>squawk's own program, without the Node script that starts it.</summary>
    public static string Squawk => Path.Combine(Folder, "node_modules", "@squawk-cli", SquawkPackage!, "bin", "squawk");

    private static string? SquawkPackage => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "linux-x64" : null;

    /// <summary>Runs a program and gives its output; any exit code but those named is an error.</summary>
    public static string Run(string program, IEnumerable<string> arguments, string folder, params int[] good)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not end in {Limit.TotalMinutes} minutes.");
        }

        return good.Contains(process.ExitCode) ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.GetAwaiter().GetResult()}{output.GetAwaiter().GetResult()}");
    }

    private static (string?, string?) Find()
    {
        if (OnPath("node") is null || OnPath("npm") is not { } npm)
        {
            return (null, "node or npm is not on PATH");
        }

        string pins = Repository.At("tests", "Shared", "npm");
        string key = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(pins, "package-lock.json"))))[..16];
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string cache = Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "pgmigrate", "peers");
        string folder = Path.Combine(cache, key);
        if (Directory.Exists(folder))
        {
            return (folder, null);
        }

        string work = Path.Combine(cache, "fetch-" + Path.GetRandomFileName());
        try
        {
            Directory.CreateDirectory(work);
            foreach (string file in (string[])["package.json", "package-lock.json"])
            {
                File.Copy(Path.Combine(pins, file), Path.Combine(work, file));
            }

            Run(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work, 0);

            // One rename: a folder of the final name is always complete. When another process was first, its copy is as good.
            Directory.Move(work, folder);
            return (folder, null);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            return (folder, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return (null, $"npm could not fetch the programs to compare with: {e.Message}");
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + (program == "npm" ? ".cmd" : ".exe") : program))
        .FirstOrDefault(File.Exists);
}
