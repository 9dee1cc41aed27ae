using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
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
        using var limit = new CancellationTokenSource(TestLimit.OneWait);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, await error);
        return JsonNode.Parse(await output)!.AsArray();
    }

    /// <summary>A call for a conversation.</summary>
    public static JsonNode Call(string operation, object input) =>
        new JsonObject { ["operation"] = operation, ["input"] = JsonSerializer.SerializeToNode(input) };

    /// <summary>The folder of a package without what it depends on; fetched once for all of this user's processes.</summary>
    public static Task<string> UnpackAsync(string package, string version) => CachedAsync($"{package}-{version}", async folder =>
    {
        Directory.CreateDirectory(folder);
        await NpmAsync(folder, "pack", $"{package}@{version}", "--loglevel=error");
        await using (FileStream packed = File.OpenRead(Assert.Single(Directory.GetFiles(folder, "*.tgz"))))
        await using (var tar = new GZipStream(packed, CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(tar, folder, overwriteFiles: false);
        }
    }, "package");

    /// <summary>The folder with the modules; fetched once for all of this user's processes.</summary>
    private static async Task<string> EnsureAsync()
    {
        byte[] locked = await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"));
        return await CachedAsync(Convert.ToHexString(SHA256.HashData(locked))[..16], async folder =>
        {
            Directory.CreateDirectory(folder);
            foreach (string name in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(Source, name), Path.Combine(folder, name));
            }

            await NpmAsync(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        });
    }

    private static async Task<string> CachedAsync(string name, Func<string, Task> fetch, string inside = "")
    {
        string cache = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(HostSystem.Current.HomeFolder, ".cache"), "pgmigrate", "data-api-clients");
        string folder = Path.Combine(cache, name);
        Directory.CreateDirectory(cache);
        using (await CacheLock.TakeAsync(Path.Combine(cache, ".lock"), CancellationToken.None))
        {
            // A download that breaks is begun again.
            for (int left = 2; !Directory.Exists(folder); left--)
            {
                string work = folder + "-" + Path.GetRandomFileName();
                try
                {
                    await fetch(work);
                    Directory.Move(work, folder);
                }
                catch (Exception) when (left > 0)
                {
                    Directory.Delete(work, recursive: true);
                    await Task.Delay(TimeSpan.FromSeconds(5));
                }
            }
        }

        return Path.Combine(folder, inside);
    }

    private static async Task NpmAsync(string folder, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TestLimit.OneWait);
        CommandOutput output = await HostSystem.Current.RunAsync(Find("npm")!, arguments, folder, limit.Token);
        Assert.True(output.ExitCode == 0, output.Tail);
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + (program == "npm" ? ".cmd" : ".exe") : program))
            .FirstOrDefault(File.Exists);
}
