using System.Diagnostics;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Runs scripts of node with the AWS signer and node-postgres of <see cref="NpmPeers"/>.</summary>
internal static class NodePackages
{
    /// <summary>Why the packages cannot be had, or null.</summary>
    public static string? SkipReason => NpmPeers.SkipReason;

    /// <summary>Runs a script of common JavaScript and gives what it printed.</summary>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = Start("node", NpmPeers.Folder, "-e", script);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        (int exit, string output, string errors) = await EndAsync(start);
        Assert.True(exit == 0, $"node ended with {exit}: {errors}{output}");
        return output;
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
