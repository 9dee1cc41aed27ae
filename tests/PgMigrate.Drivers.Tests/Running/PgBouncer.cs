using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>The real pgbouncer, in transaction mode, before a server. An independent peer: skipped where the machine has none.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    /// <summary>How many ports are tried when somebody else takes the picked one first.</summary>
    private const int PortAttempts = 5;

    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, string connectionString)
    {
        _process = process;
        _folder = folder;
        ConnectionString = connectionString;
    }

    /// <summary>Its program, or null.</summary>
    public static string? Program { get; } = new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer", "/usr/local/bin/pgbouncer" }.FirstOrDefault(File.Exists);

    /// <summary>The same database through it.</summary>
    public string ConnectionString { get; }

    public static async Task<PgBouncer> StartAsync(string server)
    {
        for (int attempt = 1; ; attempt++)
        {
            PgBouncer bouncer = await LaunchAsync(server);
            try
            {
                await bouncer.WaitAsync(new NpgsqlConnectionStringBuilder(bouncer.ConnectionString).Port);
                return bouncer;
            }
            catch (SocketException) when (bouncer._process.HasExited && attempt < PortAttempts)
            {
                await bouncer.DisposeAsync();
            }
        }
    }

    private static async Task<PgBouncer> LaunchAsync(string server)
    {
        var to = new NpgsqlConnectionStringBuilder(server);
        string folder = Directory.CreateTempSubdirectory("pgmigrate-bouncer-").FullName;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            await File.WriteAllTextAsync(Path.Combine(folder, "users.txt"), $"\"{to.Username}\" \"{to.Password}\"\n");
            await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), string.Create(CultureInfo.InvariantCulture, $"""
                [databases]
                {to.Database} = host=127.0.0.1 port={to.Port} dbname={to.Database} user={to.Username} password='{to.Password}'
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = plain
                auth_file = {folder}/users.txt
                pool_mode = transaction
                default_pool_size = 8
                query_wait_timeout = 0
                server_connect_timeout = 300
                ignore_startup_parameters = extra_float_digits,options
                """));
            to.Host = "127.0.0.1";
            to.Port = port;
        }

        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (!OperatingSystem.IsWindows() && Environment.UserName == "root")
        {
            // It refuses to be root's.
            start.ArgumentList.Add("-u");
            start.ArgumentList.Add("nobody");
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }

        start.ArgumentList.Add(Path.Combine(folder, "pgbouncer.ini"));
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return new PgBouncer(process, folder, to.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync().WaitAsync(MigrationDatabase.Patience);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitAsync(int port)
    {
        for (long start = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!_process.HasExited && Stopwatch.GetElapsedTime(start) < MigrationDatabase.Patience)
            {
                // Not listening yet.
            }
        }
    }
}
