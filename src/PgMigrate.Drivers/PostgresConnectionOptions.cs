namespace PgMigrate.Drivers;

/// <summary>How to reach a PostgreSQL server. Single values overrule those of the connection string.</summary>
public sealed class PostgresConnectionOptions
{
    /// <summary>
    /// A URI (<c>postgres://user@host:5432/db?sslmode=verify-full</c>), libpq keywords (<c>host=… dbname=…</c>) or
    /// .NET keywords (<c>Host=…;Database=…</c>); null for none.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>Host name, address, or the folder of a Unix socket.</summary>
    public string? HostName { get; init; }

    /// <summary>Port; the server's default is 5432.</summary>
    public int? Port { get; init; }

    /// <summary>Database; by default named as the user.</summary>
    public string? Database { get; init; }

    /// <summary>Role to log in as.</summary>
    public string? UserName { get; init; }

    /// <summary>Password. Never shown again.</summary>
    public string? Password { get; init; }

    /// <summary><c>disable</c>, <c>allow</c>, <c>prefer</c>, <c>require</c>, <c>verify-ca</c> or <c>verify-full</c>. Null takes the
    /// connection string's, then <c>PGSSLMODE</c>, then <c>verify-full</c> for another machine and <c>prefer</c> for this one.</summary>
    public string? SslMode { get; init; }

    /// <summary>File with the certificates to trust, PEM.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Longest wait for the connection; 15 s by default.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(PostgresConnectionOptions);
}
