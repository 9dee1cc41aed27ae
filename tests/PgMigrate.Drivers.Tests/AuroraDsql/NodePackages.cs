using System.Diagnostics;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Runs scripts of node with the AWS signer and node-postgres, installed once into a folder of the user's cache.</summary>
internal static class NodePackages
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "pgmigrate-tests", "node-dsql-1");

    private static readonly Lazy<string?> Install = new(InstallPackages);

    /// <summary>Why the packages cannot be had, or null.</summary>
    public static string? SkipReason => Install.Value;

    /// <summary>Runs a script of common JavaScript and gives what it printed.</summary>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = Start("node", Folder, "-e", script);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"node ended with {process.ExitCode}: {await errors}{output}");
        return output;
    }

    private static string? InstallPackages()
    {
        try
        {
            if (Directory.Exists(Path.Combine(Folder, "node_modules", "pg")))
            {
                return null;
            }

            // Installed beside and moved into place, so that two test processes do not meet half an installation.
            string fresh = Folder + "." + Guid.NewGuid().ToString("N");
            Directory.CreateDirectory(fresh);
            using Process npm = Process.Start(Start(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm", fresh, "install", "--no-audit", "--no-fund", "--prefix", fresh, "@aws-sdk/dsql-signer@3", "pg@8"))!;
            Task<string> output = npm.StandardOutput.ReadToEndAsync();
            string errors = npm.StandardError.ReadToEnd();
            npm.WaitForExit();
            if (npm.ExitCode != 0)
            {
                Directory.Delete(fresh, recursive: true);
                return $"npm could not install @aws-sdk/dsql-signer and pg: {errors}{output.Result}";
            }

            try
            {
                Directory.Move(fresh, Folder);
            }
            catch (IOException) when (Directory.Exists(Folder))
            {
                Directory.Delete(fresh, recursive: true);
            }

            return null;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"There is no npm or node here: {e.Message}";
        }
    }

    private static ProcessStartInfo Start(string program, string folder, params string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };
}
