using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>The real tools from npm, installed once into a temporary folder; npm keeps what it fetched in its own cache.</summary>
public sealed class NpmToolsFixture : IAsyncLifetime
{
    private static readonly string[] Packages = ["node-pg-migrate@8.0.4", "pg@8", "dbmate@2.36.0", "drizzle-orm@0.45.4", "drizzle-orm-1@npm:drizzle-orm@1.0.0-rc.5-ab785fc"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private string _folder = "";

    /// <summary>Why the tools cannot be had, or null; the fixture's own test tells it.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>The folder that holds <c>node_modules</c>.</summary>
    internal string Folder => _folder;

    public async Task InitializeAsync()
    {
        if (NpmToolsFactAttribute.Reason is { } reason)
        {
            WhyNot = reason;
            return;
        }

        _folder = Directory.CreateTempSubdirectory("pgmigrate-npm-tools-").FullName;
        await File.WriteAllTextAsync(Path.Combine(_folder, "package.json"), """{"private":true}""");
        (int exit, string output) = await RunAsync("npm", _folder, null, ["install", "--no-audit", "--no-fund", "--loglevel=error", .. Packages]);
        WhyNot = exit == 0 ? null : $"npm could not install the tools: {output}";
    }

    public Task DisposeAsync()
    {
        if (_folder.Length > 0)
        {
            Directory.Delete(_folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>Runs a tool in the folder of a case; fails when it fails.</summary>
    internal async Task<string> ToolAsync(HistoryCase test, string tool, params string[] arguments)
    {
        Assert.True(WhyNot is null, WhyNot);
        (int exit, string output) = await RunAsync(Path.Combine(_folder, "node_modules", ".bin", tool), test.Folder, Url(test.ConnectionString), arguments);
        Assert.True(exit == 0, output);
        return output;
    }

    /// <summary>Runs a tool that fails; gives what it says.</summary>
    internal async Task<string> FailureAsync(HistoryCase test, string tool, params string[] arguments)
    {
        Assert.True(WhyNot is null, WhyNot);
        (int exit, string output) = await RunAsync(Path.Combine(_folder, "node_modules", ".bin", tool), test.Folder, Url(test.ConnectionString), arguments);
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

    private static string Url(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"postgres://{parts.Username}:{Uri.EscapeDataString(parts.Password ?? "")}@{parts.Host}:{parts.Port}/{parts.Database}?sslmode=disable");
    }

    private static async Task<(int Exit, string Output)> RunAsync(string command, string folder, string? url, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DATABASE_URL"] = url ?? "";
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = new StringBuilder();
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        output.Append(await process.StandardOutput.ReadToEndAsync(limit.Token)).Append(await errors);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output.ToString());
    }
}
