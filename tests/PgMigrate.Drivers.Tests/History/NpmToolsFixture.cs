using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>The real tools of <see cref="NpmPeers"/>, seen from a folder of their own that takes the scripts of a test.</summary>
public class NpmToolsFixture : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TestLimit.OneWait;

    private string _folder = "";

    /// <summary>Why the tools cannot be had, or null; the fixture's own test tells it.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    internal string Folder => _folder;

    public async Task InitializeAsync()
    {
        WhyNot = NpmPeers.SkipReason;
        if (WhyNot is null)
        {
            _folder = Directory.CreateTempSubdirectory("pgmigrate-npm-tools-").FullName;
            await File.WriteAllTextAsync(Path.Combine(_folder, "package.json"), """{"private":true}""");
            Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), Path.Combine(NpmPeers.Folder, "node_modules"));
        }
    }

    public Task DisposeAsync()
    {
        if (_folder.Length > 0)
        {
            Directory.Delete(Path.Combine(_folder, "node_modules")); // The link alone.
            Directory.Delete(_folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>Runs a tool in the folder of a case; fails when it fails.</summary>
    internal async Task<string> ToolAsync(HistoryCase test, string tool, params string[] arguments)
    {
        Assert.True(WhyNot is null, WhyNot);
        (int exit, string output) = await RunAsync(Program(tool), test.Folder, Url(test.ConnectionString), arguments);
        Assert.True(exit == 0, output);
        return output;
    }

    /// <summary>Runs a tool that fails; gives what it says.</summary>
    internal async Task<string> FailureAsync(HistoryCase test, string tool, params string[] arguments)
    {
        Assert.True(WhyNot is null, WhyNot);
        (int exit, string output) = await RunAsync(Program(tool), test.Folder, Url(test.ConnectionString), arguments);
        Assert.True(exit != 0, output);
        return output;
    }

    /// <summary>Runs a script of modules that sees the packages; fails when it fails.</summary>
    internal async Task<string> ScriptAsync(HistoryCase test, string script)
    {
        Assert.True(WhyNot is null, WhyNot);
        string path = Path.Combine(_folder, Guid.NewGuid().ToString("n") + ".mjs");
        await File.WriteAllTextAsync(path, script);
        (int exit, string output) = await RunAsync("node", test.Folder, Url(test.ConnectionString), [path]);
        Assert.True(exit == 0, output);
        return output;
    }

    /// <summary>dbmate's package for one system holds the program itself.</summary>
    private string Program(string tool) => Path.Combine(_folder, "node_modules", tool == "dbmate" ? "@dbmate/linux-x64/bin" : ".bin", tool);

    protected static string Url(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"postgres://{parts.Username}:{Uri.EscapeDataString(parts.Password ?? "")}@{parts.Host}:{parts.Port}/{parts.Database}?sslmode=disable");
    }

    /// <summary>Runs a program, which is ended when it takes too long.</summary>
    internal static async Task<(int Exit, string Output)> RunAsync(
        string command, string folder, string? url, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DATABASE_URL"] = url ?? "";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = new StringBuilder();
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            output.Append(await process.StandardOutput.ReadToEndAsync(limit.Token)).Append(await errors);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output.ToString());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{command} did not end in {Limit.TotalMinutes} minutes. {output}");
        }
    }
}
