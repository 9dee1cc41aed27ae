using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using PgMigrate.Sandbox.Postgres;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>AWS's own JavaScript client: a reader of the protocol that owes nothing to us.</summary>
internal static class NpmDataApiClient
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "RdsDataApi", "client");

    /// <summary>Why it cannot be used here, or null.</summary>
    public static string? WhyNot => Find("node") is null ? "node is not on PATH" : Find("npm") is null ? "npm is not on PATH" : null;

    /// <summary>Runs a script of the client folder; gives what it writes.</summary>
    public static async Task<JsonArray> RunAsync(string script, RdsDataApiEmulator emulator, JsonArray calls)
    {
        string modules = await EnsureAsync();
        RdsDataApiEmulatorOptions options = emulator.Options;
        var input = new JsonObject
        {
            ["settings"] = new JsonObject
            {
                ["endpoint"] = emulator.Endpoint.ToString(),
                ["region"] = options.Region,
                ["accessKeyId"] = options.AccessKeyId,
                ["secretAccessKey"] = options.SecretAccessKey,
                ["target"] = new JsonObject { ["resourceArn"] = options.ResourceArn, ["secretArn"] = options.SecretArn },
            },
            ["calls"] = calls,
        };
        var start = new ProcessStartInfo(Find("node")!, [Path.Combine(Source, script), modules])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input.ToJsonString());
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return JsonNode.Parse(await output)!.AsArray();
    }

    /// <summary>A call for a conversation.</summary>
    public static JsonNode Call(string operation, object input) =>
        new JsonObject { ["operation"] = operation, ["input"] = JsonSerializer.SerializeToNode(input) };

    /// <summary>The folder with the modules; fetched once for all of this user's processes.</summary>
    private static async Task<string> EnsureAsync()
    {
        byte[] locked = await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"));
        string cache = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(HostSystem.Current.HomeFolder, ".cache"), "pgmigrate", "data-api-clients");
        string folder = Path.Combine(cache, Convert.ToHexString(SHA256.HashData(locked))[..16]);
        Directory.CreateDirectory(cache);
        using (await CacheLock.TakeAsync(Path.Combine(cache, ".lock"), CancellationToken.None))
        {
            if (!Directory.Exists(folder))
            {
                await FetchAsync(folder);
            }
        }

        return folder;
    }

    private static async Task FetchAsync(string folder)
    {
        string work = folder + "-" + Path.GetRandomFileName();
        Directory.CreateDirectory(work);
        foreach (string name in new[] { "package.json", "package-lock.json" })
        {
            File.Copy(Path.Combine(Source, name), Path.Combine(work, name));
        }

        CommandOutput output = await HostSystem.Current.RunAsync(
            Find("npm")!, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work, CancellationToken.None);
        Assert.True(output.ExitCode == 0, output.Tail);
        Directory.Move(work, folder);
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + (program == "npm" ? ".cmd" : ".exe") : program))
            .FirstOrDefault(File.Exists);
}
