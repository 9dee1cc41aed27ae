using Npgsql;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>The little that a sandbox itself asks of its server.</summary>
internal static class DatabaseCreator
{
    /// <summary>Seconds for a connection, and for a command, of whoever takes a sandbox's connection string: a machine that stands still for half a minute is no reason to fail.</summary>
    public const int Patience = 300;

    public static string ConnectionString(string host, int port, string user, string password, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = port,
            Username = user,
            Password = password,
            Timeout = Patience,
            CommandTimeout = Patience,
            Database = database,
        }.ConnectionString;

    /// <exception cref="SandboxException">The server refused or is not there.</exception>
    public static async Task CreateAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        try
        {
            // Unpooled: an idle connection of ours would outlive a stopped server in the pool.
            string unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
            var connection = new NpgsqlConnection(unpooled);
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                string quoted = "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
                var command = new NpgsqlCommand("CREATE DATABASE " + quoted + " TEMPLATE template0", connection);
                await using (command.ConfigureAwait(false))
                {
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException)
        {
            throw new SandboxException(
                $"The sandbox could not make the database '{name}': {(e is PostgresException refused ? refused.MessageText : e.Message)}.",
                "Check the name, and that the sandbox's server still runs.", new InvalidOperationException(e.Message));
        }
    }
}
