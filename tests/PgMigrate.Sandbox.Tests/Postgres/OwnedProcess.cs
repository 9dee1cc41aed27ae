using System.Diagnostics;
using System.Globalization;

namespace PgMigrate.Sandbox.Tests.Postgres;

/// <summary>This test assembly run as a program that owns a sandbox, to be killed.</summary>
internal sealed class OwnedProcess : IDisposable
{
    private readonly Process _process;

    private OwnedProcess(Process process, string[] line)
    {
        _process = process;
        Postmaster = int.Parse(line[0], CultureInfo.InvariantCulture);
        Supervisor = int.Parse(line[1], CultureInfo.InvariantCulture);
        Folder = line[2];
        ConnectionString = line[3];
    }

    public int Postmaster { get; }

    public int Supervisor { get; }

    public string Folder { get; }

    public string ConnectionString { get; }

    public int Id => _process.Id;

    /// <summary>Starts one and waits until its server takes connections.</summary>
    /// <param name="prefix">A command that runs its arguments, for example as another user.</param>
    /// <param name="assembly">A copy of this assembly that the user can read.</param>
    /// <param name="arguments">The program's.</param>
    public static async Task<OwnedProcess> StartAsync(string[]? prefix = null, string? assembly = null, params string[] arguments)
    {
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] command = [.. prefix ?? [], dotnet, "exec", assembly ?? typeof(OwnedProcess).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? line = await process.StandardOutput.ReadLineAsync();
        if (line is null)
        {
            throw new InvalidOperationException("The owner said: " + await errors);
        }

        return new OwnedProcess(process, line.Split(' ', 4));
    }

    public void Kill() => _process.Kill();

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Waits until the server's processes and the folder are gone.</summary>
    public async Task AssertNothingIsLeftAsync()
    {
        await TestLimit.UntilAsync(() => !Directory.Exists(Folder), "the sandbox's folder goes");
        await TestLimit.UntilAsync(() => !IsAlive(Postmaster), "the postmaster ends");
        await TestLimit.UntilAsync(() => !IsAlive(Supervisor), "the supervisor ends");
    }

    /// <summary>True for a process that exists and is not a zombie that nobody has reaped yet.</summary>
    public static bool IsAlive(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Process.GetProcesses().Any(process => process.Id == id);
        }

        try
        {
            string stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
