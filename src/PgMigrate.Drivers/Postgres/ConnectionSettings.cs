using System.Globalization;
using Npgsql;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Turns what a user gave into Npgsql's settings and adds those a migration run needs.</summary>
internal static class ConnectionSettings
{
    /// <summary>Longest wait for a cancelled statement to end on the server before its connection is cut.</summary>
    public const int CancellationMilliseconds = 10_000;

    public static NpgsqlConnectionStringBuilder Build(PostgresConnectionOptions options)
    {
        NpgsqlConnectionStringBuilder settings = ConnectionStringReader.Read(options.ConnectionString);
        settings.Host = options.HostName ?? settings.Host;
        settings.Port = options.Port ?? (settings.ShouldSerialize("Port") ? settings.Port : PortOfEnvironment() ?? settings.Port);
        settings.Database = options.Database ?? settings.Database;
        settings.Username = options.UserName ?? settings.Username;
        settings.Password = options.Password ?? settings.Password;
        settings.RootCertificate = options.RootCertificate ?? settings.RootCertificate;
        if (options.SslMode is { } mode)
        {
            settings.SslMode = LibpqOptions.ParseSslMode(mode);
        }

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

        // Tells which statement of a pipeline failed; its text reaches no message of ours unredacted.
        settings.IncludeFailedBatchedCommand = true;
        settings.IncludeErrorDetail = true;

        settings.PersistSecurityInfo = false;
        settings.ApplicationName ??= "PgMigrate";
        return settings;
    }

    private static int? PortOfEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("PGPORT"), NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : null;
}
