using Npgsql;
using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Sandbox.Tests.AuroraDsql;

/// <summary>Plain Npgsql connections to a simulator, without the driver's own care.</summary>
internal static class DsqlClient
{
    public static async Task<NpgsqlConnection> OpenAsync(DsqlSimulator simulator, string user = "admin", Action<NpgsqlConnectionStringBuilder>? change = null)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = simulator.Endpoint,
            Port = simulator.Port,
            Username = user,
            Database = "postgres",
            Password = await new DsqlTokenSource(simulator.ConnectionOptions(user), TimeProvider.System).GetTokenAsync(),
            SslMode = SslMode.VerifyFull,
            SslNegotiation = SslNegotiation.Direct,
            RootCertificate = simulator.RootCertificate,
            Pooling = false,
            NoResetOnClose = true,
            Timeout = (int)TestLimit.OneWait.TotalSeconds,
            CommandTimeout = (int)TestLimit.OneWait.TotalSeconds,
        };
        change?.Invoke(settings);
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task<object?> RunAsync(this NpgsqlConnection connection, string sql)
    {
        // A piece of a batch is sent as it is; a command's text would be cut at semicolons.
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(sql) } };
        return await batch.ExecuteScalarAsync();
    }

    /// <summary>Sends one statement, and again when the service says that the catalog has changed: a job may end at any moment.</summary>
    public static async Task<object?> RunFreshAsync(this NpgsqlConnection connection, string sql)
    {
        while (true)
        {
            try
            {
                return await connection.RunAsync(sql);
            }
            catch (PostgresException e) when (e.SqlState == "40001" && e.MessageText.Contains("OC001", StringComparison.Ordinal))
            {
                // Refused before it was run, and this session knows the newest catalog now.
            }
        }
    }

    public static async Task<PostgresException> FailAsync(this NpgsqlConnection connection, string sql) =>
        await Assert.ThrowsAsync<PostgresException>(() => connection.RunAsync(sql));

    /// <inheritdoc cref="RunFreshAsync"/>
    public static async Task<PostgresException> FailFreshAsync(this NpgsqlConnection connection, string sql) =>
        await Assert.ThrowsAsync<PostgresException>(() => connection.RunFreshAsync(sql));
}
