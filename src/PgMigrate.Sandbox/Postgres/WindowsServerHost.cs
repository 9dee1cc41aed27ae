using System.Diagnostics;
using System.Globalization;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>
/// Runs a server on Windows with <c>pg_ctl</c>, which lowers an administrator's rights by itself. Untested: no Windows machine was at
/// hand. There is no supervisor, so a killed owner's server runs on until <see cref="ClearStaleAsync"/> of the next sandbox.
/// </summary>
internal sealed class WindowsServerHost(PostgresBinaries binaries, LocalPostgresOptions options, string name) : IServerHost
{
    private readonly string _parent = Path.GetFullPath(options.TemporaryFolder ?? Path.GetTempPath());

    public string Folder => Path.Combine(_parent, name);

    public string? SocketFolder => null;

    public string LogFile => Path.Combine(Folder, "server.log");

    private string Data => Path.Combine(Folder, "data");

    public async Task CreateClusterAsync(string password, CancellationToken cancellationToken)
    {
        await ClearStaleAsync(cancellationToken).ConfigureAwait(false);
        // The user's temporary folder is closed to other users, and so are the folders made in it.
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "owner"), Identity(Process.GetCurrentProcess()), cancellationToken).ConfigureAwait(false);
        string passwordFile = Path.Combine(Folder, "password");
        await File.WriteAllTextAsync(passwordFile, password + "\n", cancellationToken).ConfigureAwait(false);
        try
        {
            CommandOutput output = await HostSystem.Current.RunAsync(
                binaries.Program("initdb"),
                ["-D", Data, "-U", "postgres", "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"],
                Folder,
                cancellationToken).ConfigureAwait(false);
            if (output.ExitCode != 0)
            {
                throw new SandboxException($"initdb could not make a cluster: {output.Tail}", "Mend what it names and start another sandbox.");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    public Task ConfigureAsync(string line, CancellationToken cancellationToken) =>
        File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), line + "\n", cancellationToken);

    public async Task<int?> StartAsync(int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string seconds = Math.Max(1, (int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        // Without redirection: the server would inherit the pipes and reading them would last as long as it runs.
        int code = await RunUnredirectedAsync(
            ["start", "-D", Data, "-l", LogFile, "-o", string.Create(CultureInfo.InvariantCulture, $"-p {port}"), "-w", "-t", seconds, "-s"],
            cancellationToken).ConfigureAwait(false);
        return code == 0 ? PostmasterId(Data) : null;
    }

    public Task StopAsync(CancellationToken cancellationToken) => StopClusterAsync(Data, "fast", cancellationToken);

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (PostmasterId(Data) is { } id)
        {
            using Process postmaster = Process.GetProcessById(id);
            postmaster.Kill(entireProcessTree: true);
            await postmaster.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            File.Delete(Path.Combine(Data, "postmaster.pid"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Folder))
        {
            await StopClusterAsync(Data, "immediate", CancellationToken.None).ConfigureAwait(false);
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static string Identity(Process process) => string.Create(
        CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime().Ticks}");

    private static int? PostmasterId(string data)
    {
        string file = Path.Combine(data, "postmaster.pid");
        return File.Exists(file) ? int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Removes the sandboxes whose owner, known by its id and start, is gone.</summary>
    private async Task ClearStaleAsync(CancellationToken cancellationToken)
    {
        foreach (string folder in Directory.GetDirectories(_parent, "pgmigrate-*"))
        {
            string owner = Path.Combine(folder, "owner");
            if (File.Exists(owner) && !IsAlive(await File.ReadAllTextAsync(owner, cancellationToken).ConfigureAwait(false)))
            {
                await StopClusterAsync(Path.Combine(folder, "data"), "immediate", cancellationToken).ConfigureAwait(false);
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static bool IsAlive(string identity)
    {
        try
        {
            using Process process = Process.GetProcessById(int.Parse(identity.Split(' ')[0], CultureInfo.InvariantCulture));
            return Identity(process) == identity;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }

    private async Task StopClusterAsync(string data, string mode, CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(data, "postmaster.pid")))
        {
            await RunUnredirectedAsync(["stop", "-D", data, "-m", mode, "-w", "-t", "30", "-s"], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> RunUnredirectedAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(binaries.Program("pg_ctl")) { WorkingDirectory = Folder, CreateNoWindow = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)
            ?? throw new SandboxException("pg_ctl cannot be run.", "Repair the PostgreSQL installation.");
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode;
    }
}
