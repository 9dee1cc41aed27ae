using System.Diagnostics;

namespace PgMigrate.Testing;

/// <summary>Tells whether npm can fetch packages here. A machine without a network skips what needs them, and says so.</summary>
public static class NpmRegistry
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly Lazy<string?> Answer = new(Ask);

    /// <summary>Why not, or null.</summary>
    public static string? WhyNot => Answer.Value;

    private static string? Ask()
    {
        string name = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        string? npm = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (npm is null)
        {
            return "npm is not on PATH";
        }

        var start = new ProcessStartInfo(npm, ["view", "pg", "version", "--fetch-retries=0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            return "npm's registry does not answer";
        }

        return process.ExitCode == 0 && output.Result.Trim().Length > 0 ? null : $"npm's registry cannot be reached: {error.Result.Split('\n')[0]}";
    }
}
