using System.Globalization;
using Npgsql;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Turns what a user gave into Npgsql's settings and adds those a migration run needs.</summary>
internal static class ConnectionSettings
{
    /// <summary>Longest wait for a cancelled statement to end on the server before its connection is cut.</summary>
    public const int CancellationMilliseconds = 10_000;

    /// <summary>The settings, and whether their TLS mode is our default and nobody's word.</summary>
    /// <exception cref="ArgumentException">The connection string, or PGSSLMODE, cannot be read.</exception>
    public static (NpgsqlConnectionStringBuilder Settings, bool TlsByDefault) Build(PostgresConnectionOptions options)
    {
        NpgsqlConnectionStringBuilder settings = ConnectionStringReader.Read(options.ConnectionString);
        settings.Host = options.HostName ?? settings.Host;
        settings.Port = options.Port ?? (settings.ShouldSerialize("Port") ? settings.Port : PortOfEnvironment() ?? settings.Port);
        settings.Database = options.Database ?? settings.Database;
        settings.Username = options.UserName ?? settings.Username;
        settings.Password = options.Password ?? settings.Password;
        settings.RootCertificate = options.RootCertificate ?? settings.RootCertificate;
        if (options.ConnectTimeout is { } timeout)
        {
            settings.Timeout = (int)Math.Clamp(Math.Ceiling(timeout.TotalSeconds), 1, 1024);
        }

        // libpq's own defaults for the two that Npgsql insists on.
        settings.Host ??= Environment.GetEnvironmentVariable("PGHOST") ?? "localhost";

        // A run owns its connections: nothing may linger in a pool with a lock or a setting on it.
        settings.Pooling = false;
        settings.Enlist = false;
        settings.CommandTimeout = 0;
        settings.CancellationTimeout = CancellationMilliseconds;
        settings.TcpKeepAlive = true;

        // Npgsql's default, Prefer, tries a connection that broke off a second time without GSS, and a session made so cannot be cancelled (10.0.0).
        if (!settings.ShouldSerialize("GSS Encryption Mode") && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PGGSSENCMODE")))
        {
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        // Tells which statement of a pipeline failed; its text reaches no message of ours unredacted.
        settings.IncludeFailedBatchedCommand = true;
        settings.IncludeErrorDetail = true;

        settings.PersistSecurityInfo = false;
        settings.ApplicationName ??= "PgMigrate";

        // A dead peer is noticed within a minute or so, not within the system's two hours.
        settings.TcpKeepAliveTime = 20;
        settings.TcpKeepAliveInterval = 10;
        return (settings, ChooseTls(settings, options.SslMode));
    }

    /// <summary>
    /// A remote server must prove who it is, unless somebody said otherwise: the driver's own default, Prefer, lets anybody on the way
    /// have the password by saying that there is no TLS.
    /// </summary>
    /// <returns>True when nobody said anything and the host is remote.</returns>
    private static bool ChooseTls(NpgsqlConnectionStringBuilder settings, string? given)
    {
        string? said = given ?? (settings.ShouldSerialize("SSL Mode") ? null : Environment.GetEnvironmentVariable("PGSSLMODE"));
        if (!string.IsNullOrEmpty(said))
        {
            settings.SslMode = LibpqOptions.ParseSslMode(said);
            return false;
        }

        if (settings.ShouldSerialize("SSL Mode") || !HostTrust.IsRemote(settings.Host!))
        {
            return false;
        }

        settings.SslMode = SslMode.VerifyFull;
        return true;
    }

    private static int? PortOfEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("PGPORT"), NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : null;
}
