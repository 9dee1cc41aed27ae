using Npgsql;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>Npgsql's settings for a cluster.</summary>
internal static class DsqlSettings
{
    /// <summary>Longest wait for a cancelled statement to end on the server before its connection is cut.</summary>
    private const int CancellationMilliseconds = 10_000;

    public static NpgsqlConnectionStringBuilder Build(AuroraDsqlOptions options) => new()
    {
        Host = options.Endpoint,
        Port = options.Port,
        Username = options.UserName,
        Database = options.Database,

        // As every AWS connector has it.
        SslMode = SslMode.VerifyFull,
        SslNegotiation = SslNegotiation.Direct,
        RootCertificate = options.RootCertificate,

        // The token goes as a clear-text password inside TLS: there is nothing for channel binding to bind.
        ChannelBinding = ChannelBinding.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,

        // No pool: DISCARD ALL is refused, and a run owns its connections. No transactions of System.Transactions either.
        Pooling = false,
        NoResetOnClose = true,
        Enlist = false,
        Timeout = (int)Math.Clamp(Math.Ceiling(options.ConnectTimeout.TotalSeconds), 1, 1024),
        CommandTimeout = 0,
        CancellationTimeout = CancellationMilliseconds,
        TcpKeepAlive = true,
        IncludeFailedBatchedCommand = true,
        IncludeErrorDetail = true,
        PersistSecurityInfo = false,
        ApplicationName = "PgMigrate",
    };
}
