namespace PgMigrate.Sandbox.Postgres;

/// <summary>Runs the server of one sandbox and clears up after it; disposing stops it and removes the folder.</summary>
internal interface IServerHost : IAsyncDisposable
{
    /// <summary>The sandbox's own folder.</summary>
    string Folder { get; }

    /// <summary>The folder of the Unix socket, or null where the system has none.</summary>
    string? SocketFolder { get; }

    /// <summary>The server's log.</summary>
    string LogFile { get; }

    /// <summary>Makes the folder and the cluster in it.</summary>
    Task CreateClusterAsync(string password, CancellationToken cancellationToken);

    /// <summary>Appends a line to <c>postgresql.conf</c>.</summary>
    Task ConfigureAsync(string line, CancellationToken cancellationToken);

    /// <summary>Starts the server and waits until it takes connections.</summary>
    /// <returns>The postmaster's process id, or null when it did not start; the log says why.</returns>
    Task<int?> StartAsync(int port, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Stops the server, disconnecting its clients; does nothing when it is not running.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Kills the postmaster and all its processes at once.</summary>
    Task KillAsync(CancellationToken cancellationToken);
}
