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

        (int exit, string output, string errors) = await EndAsync(start);
        Assert.True(exit == 0, $"node ended with {exit}: {errors}{output}");
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

            if (NpmRegistry.WhyNot is { } reason)
            {
                return reason;
            }

            // Installed beside and moved into place, so that two test processes do not meet half an installation.
            string fresh = Folder + "." + Guid.NewGuid().ToString("N");
            Directory.CreateDirectory(fresh);
            ProcessStartInfo install = Start(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm", fresh, "install", "--no-audit", "--no-fund", "--prefix", fresh, "@aws-sdk/dsql-signer@3", "pg@8");
            (int exit, string output, string errors) = Task.Run(() => EndAsync(install)).GetAwaiter().GetResult();
            if (exit != 0)
            {
                Directory.Delete(fresh, recursive: true);
                return $"npm could not install @aws-sdk/dsql-signer and pg: {errors}{output}";
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

    /// <summary>Runs a program to its end, or ends it when its time is up.</summary>
    private static async Task<(int Exit, string Output, string Errors)> EndAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TestLimit.OneWait);
        try
        {
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, "", $"It did not end in {TestLimit.OneWait.TotalMinutes} minutes.");
        }
    }

    private static ProcessStartInfo Start(string program, string folder, params string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };
}
