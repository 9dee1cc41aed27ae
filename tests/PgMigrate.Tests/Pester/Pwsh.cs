using System.Diagnostics;

namespace PgMigrate.Tests.Pester;

/// <summary>The real PowerShell of this machine.</summary>
internal static class Pwsh
{
    private static readonly Lazy<string?> Reason = new(FindReason);

    /// <summary>Why the suite is skipped, or null. PowerShell is not needed to build, so its absence is no failure.</summary>
    public static string? SkipReason => Reason.Value;

    /// <summary>Runs it and waits.</summary>
    /// <param name="limit">It is killed, with its children, after this long.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Exit code and everything it wrote.</returns>
    public static (int ExitCode, string Output) Run(TimeSpan limit, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("pwsh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in (string[])["-NoProfile", "-NoLogo", "-NonInteractive", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["NO_COLOR"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"pwsh did not end within {limit}.\n{output.Result}\n{errors.Result}");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    private static string? FindReason()
    {
        if (Testing.PostgresAvailability.SkipReason is { } noServer)
        {
            return noServer;
        }

        string[] names = OperatingSystem.IsWindows() ? ["pwsh.exe"] : ["pwsh"];
        bool found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => names.Any(name => File.Exists(Path.Combine(folder, name))));
        if (!found)
        {
            return "There is no pwsh on the PATH. Install PowerShell 7.4 or later, and Pester 5, to run these tests.";
        }

        (_, string version) = Run(
            TestLimit.OneWait, new Dictionary<string, string>(),
            "-Command", "@(Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0').Count -gt 0");
        return version.Trim() == "True" ? null : "pwsh has no Pester 5. Run Install-Module Pester to run these tests.";
    }
}
