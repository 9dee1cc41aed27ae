using System.Diagnostics;
using System.Globalization;
using PgMigrate.Sandbox;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Drivers.Tests.RealInput;

/// <summary>A program of the machine's that a test compares us with.</summary>
internal sealed class ExternalProgram
{
    private static readonly Lazy<PostgresBinaries?> Server = new(FindServer);
    private static readonly Lazy<string?> OldDump = new(FindOldDump);

    private readonly string _path;

    private ExternalProgram(string path) => _path = path;

    /// <summary>The server's own psql and pg_dump come first: a pg_dump older than the server refuses to work.</summary>
    public static ExternalProgram? Find(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + (name == "npm" ? ".cmd" : ".exe") : name;
        string[] onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string? path = new[] { Server.Value?.BinFolder }.OfType<string>().Concat(onPath.Where(Path.IsPathRooted))
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        return path is null ? null : new ExternalProgram(path);
    }

    /// <summary>Which of these programs are not there or cannot be used, or null.</summary>
    public static string? WhyMissing(params string[] names) =>
        names.Where(name => Find(name) is null).ToArray() is { Length: > 0 } missing ? $"not on this machine: {string.Join(", ", missing)}"
        : names.Contains("pg_dump") ? OldDump.Value : null;

    public static ExternalProgram Get(string name) => Find(name) ?? throw new InvalidOperationException($"{name} is not on this machine.");

    /// <summary>Runs it to its end, or ends it when its time is up.</summary>
    /// <exception cref="TimeoutException">It was ended.</exception>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? input = null, string? folder = null)
    {
        var start = new ProcessStartInfo(_path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TestLimit.OneWait);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await GiveAsync(process.StandardInput, input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException error)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_path} did not end in {TestLimit.OneWait.TotalMinutes} minutes.", error);
        }
    }

    private static async Task GiveAsync(StreamWriter program, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await program.WriteAsync(input.AsMemory(), cancellationToken);
            program.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code tells why.
        }
    }

    private static PostgresBinaries? FindServer()
    {
        try
        {
            return Task.Run(() => PostgresBinaries.FindAsync()).GetAwaiter().GetResult();
        }
        catch (SandboxException)
        {
            return null; // The attribute of the test tells that there is no server.
        }
    }

    /// <summary>A server fetched from npm brings no pg_dump, and the machine's own may be older.</summary>
    private static string? FindOldDump()
    {
        (_, string output, _) = Task.Run(() => Get("pg_dump").RunAsync(["--version"])).GetAwaiter().GetResult();
        string version = output.Split(' ').FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0])) ?? "";
        int major = int.Parse(version.Split('.', '\n')[0].TakeWhile(char.IsAsciiDigit).ToArray(), CultureInfo.InvariantCulture);
        return Server.Value is { } server && major < server.Version.Major ? $"pg_dump {major} cannot dump a server {server.Version.Major}" : null;
    }
}
