using System.Security.Cryptography;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>
/// A throw-away PostgreSQL server on this machine: a new cluster in a temporary folder, reachable on 127.0.0.1 with a random
/// password. Disposing stops it and removes the folder; on Linux and macOS so does the death of this process, in whatever way.
/// </summary>
/// <remarks>
/// Tuned for speed, not safety: nothing in it survives a power cut. On Windows, where it is untested, a killed owner
/// leaves the server running until the next sandbox of the same user starts.
/// </remarks>
public sealed class LocalPostgres : IAsyncDisposable
{
    /// <summary>How many ports are tried when another process takes the picked one first.</summary>
    private const int PortAttempts = 5;

    private readonly IServerHost _host;
    private readonly LocalPostgresOptions _options;
    private readonly string _password;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _disposed;

    private LocalPostgres(IServerHost host, LocalPostgresOptions options, PostgresBinaries binaries, string password)
    {
        _host = host;
        _options = options;
        Binaries = binaries;
        _password = password;
    }

    /// <summary>The programs it runs.</summary>
    public PostgresBinaries Binaries { get; }

    /// <summary>The server's version, for example 15.14.</summary>
    public Version Version => Binaries.Version;

    /// <summary>The address it listens on, always 127.0.0.1.</summary>
    public string Host => "127.0.0.1";

    /// <summary>The TCP port; stays the same over <see cref="RestartAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>
    /// The superuser's connection string to the database <c>postgres</c>:
    /// <c>Host=…;Port=…;Username=…;Password=…;Timeout=300;Command Timeout=300;Database=…</c>. Holds the password.
    /// </summary>
    public string ConnectionString => ConnectionStringTo("postgres");

    /// <summary>The folder of the server's Unix socket, good as a connection string's <c>Host</c>; null on Windows.</summary>
    public string? SocketDirectory => _host.SocketFolder;

    /// <summary>The sandbox's folder, which is removed with it.</summary>
    public string Folder => _host.Folder;

    /// <summary>The server's log, inside <see cref="Folder"/>.</summary>
    public string LogFile => _host.LogFile;

    /// <summary>The postmaster's process id, or null while the server is stopped or killed by us.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>What runs the server, for tests.</summary>
    internal IServerHost ServerHost => _host;

    /// <summary>Makes a cluster and starts its server; about a second.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start; what was begun is cleared away first.</param>
    /// <returns>The server, taking connections.</returns>
    /// <exception cref="SandboxException">No server programs were found, or they could not make or start a cluster.</exception>
    public static async Task<LocalPostgres> StartAsync(LocalPostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LocalPostgresOptions();
        PostgresBinaries binaries = options.Binaries ?? await PostgresBinaries.FindAsync(cancellationToken).ConfigureAwait(false);
        IServerHost host = await OpenHostAsync(binaries, options, cancellationToken).ConfigureAwait(false);
        string password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var server = new LocalPostgres(host, options, binaries, password);
        try
        {
            await host.CreateClusterAsync(password, cancellationToken).ConfigureAwait(false);
            foreach (string line in ServerSettings.Lines(options, host.SocketFolder))
            {
                await host.ConfigureAsync(line, cancellationToken).ConfigureAwait(false);
            }

            await server.LaunchAsync(cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes an empty database from <c>template0</c>.</summary>
    /// <param name="name">Its name, any text of 1 to 63 bytes; it is quoted as needed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The superuser's connection string to it; holds the password.</returns>
    /// <exception cref="SandboxException">The server refused, for example because the name is taken.</exception>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await DatabaseCreator.CreateAsync(ConnectionString, name, cancellationToken).ConfigureAwait(false);
        return ConnectionStringTo(name);
    }

    /// <summary>Stops the server, disconnecting its clients, and removes the folder; the same as <see cref="DisposeAsync"/>.</summary>
    /// <exception cref="SandboxException">The server could not be stopped or the folder not removed.</exception>
    public Task StopAsync() => DisposeAsync().AsTask();

    /// <summary>
    /// Kills the postmaster and all its processes as a crash would, and keeps the folder; <see cref="RestartAsync"/> brings it back.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the killing.</param>
    /// <exception cref="SandboxException">Some process survived.</exception>
    public async Task KillAsync(CancellationToken cancellationToken = default)
    {
        using (await EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            await _host.KillAsync(cancellationToken).ConfigureAwait(false);
            ProcessId = null;
        }
    }

    /// <summary>Stops the server if it runs and starts it again on the same port with the same data; after a kill it recovers first.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SandboxException">The server did not start again.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        using (await EnterAsync(cancellationToken).ConfigureAwait(false))
        {
            await _host.StopAsync(cancellationToken).ConfigureAwait(false);
            ProcessId = null;
            ProcessId = await _host.StartAsync(Port, _options.StartTimeout, cancellationToken).ConfigureAwait(false) ?? throw NotStarted(Port);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_disposed)
            {
                _disposed = true;
                ProcessId = null;
                await _host.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<IServerHost> OpenHostAsync(
        PostgresBinaries binaries, LocalPostgresOptions options, CancellationToken cancellationToken)
    {
        // Lower case and digits only: the name goes into settings and command lines.
        string name = "pgmigrate-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(6)).ToLowerInvariant();
        if (OperatingSystem.IsWindows())
        {
            return new WindowsServerHost(binaries, options, name);
        }

        ServerUser? user = Environment.IsPrivilegedProcess
            ? await ServerUser.ChooseAsync(HostSystem.Current, options.ServerUser, cancellationToken).ConfigureAwait(false)
            : null;
        return new UnixServerHost(binaries, options, user, name);
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = _options.Port ?? FreePort.Pick();
            ProcessId = await _host.StartAsync(port, _options.StartTimeout, cancellationToken).ConfigureAwait(false);
            if (ProcessId is not null)
            {
                Port = port;
                return;
            }

            // Only a lost race for a picked port is worth another try.
            if (_options.Port is not null || attempt == PortAttempts || !FreePort.IsTaken(port))
            {
                throw NotStarted(port);
            }
        }
    }

    private SandboxException NotStarted(int port) => new(
        FreePort.IsTaken(port)
            ? $"The sandbox's server did not start: port {port} on 127.0.0.1 is in use."
            : "The sandbox's server did not start. Its log ends: " + LogTail.OfFile(LogFile),
        FreePort.IsTaken(port)
            ? "End what holds the port, or leave the port open so that a free one is picked."
            : "Mend what the log names; settings given in the options are the usual cause.");

    private string ConnectionStringTo(string database) =>
        DatabaseCreator.ConnectionString(Host, Port, "postgres", _password, database);

    private async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_disposed)
        {
            _gate.Release();
            throw new ObjectDisposedException(nameof(LocalPostgres));
        }

        return new Release(_gate);
    }

    private sealed class Release(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
