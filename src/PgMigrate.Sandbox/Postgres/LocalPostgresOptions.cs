namespace PgMigrate.Sandbox.Postgres;

/// <summary>How a <see cref="LocalPostgres"/> is started; the defaults suit a test or a demonstration.</summary>
public sealed record LocalPostgresOptions
{
    /// <summary>The server's programs; null, the default, for those that <see cref="PostgresBinaries.FindAsync"/> finds.</summary>
    public PostgresBinaries? Binaries { get; init; }

    /// <summary>The TCP port on 127.0.0.1; null, the default, for a free one.</summary>
    public int? Port { get; init; }

    /// <summary>The setting <c>max_connections</c>; default 100, PostgreSQL's own.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>
    /// The folder to make the sandbox's own folder in; null, the default, for <c>/tmp</c>, or on Windows the user's temporary folder.
    /// It must be short: a Unix socket's path holds at most 107 bytes on Linux and 103 on macOS. Under root it must be
    /// writable for the server's user.
    /// </summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>How long one start of the server may take; default 60 seconds. Whole seconds, at least one.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The user that runs the server when this process is root, because the server refuses to run as root; null, the
    /// default, for <c>postgres</c> or else <c>nobody</c>. Ignored when this process is not root, and on Windows.
    /// </summary>
    public string? ServerUser { get; init; }

    /// <summary>
    /// More lines for <c>postgresql.conf</c>, by name, such as <c>wal_level</c> = <c>logical</c>; they win over the sandbox's own.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
