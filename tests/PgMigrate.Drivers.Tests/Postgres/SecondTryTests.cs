using System.Net;
using System.Net.Sockets;
using Npgsql;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Postgres;

/// <summary>A server, or something in front of it, that hangs up on the first try to connect.</summary>
[Collection(SandboxCollection.Name)]
public sealed class SecondTryTests(SandboxFixture sandbox)
{
    [PostgresTheory(Timeout = TestLimit.Milliseconds)]
    [InlineData(SslMode.Disable)]
    [InlineData(SslMode.Prefer)]
    public async Task A_session_that_opens_can_be_cancelled(SslMode mode)
    {
        string database = await sandbox.CreateDatabaseAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = ServeAsync(listener, new NpgsqlConnectionStringBuilder(database).Port);
        ISqlSessionFactory sessions = DriverFactory.CreatePostgres(new PostgresConnectionOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(database) { Port = ((IPEndPoint)listener.LocalEndpoint).Port, SslMode = mode }.ConnectionString,
        });

        // Npgsql must not try again by itself: the session that it made then could not be cancelled.
        SqlFailure refused = (await Assert.ThrowsAsync<SqlFailureException>(() => sessions.OpenAsync())).Failure;
        Assert.True(refused.ConnectionLost);
        await using ISqlSession opened = await sessions.OpenAsync();
        using var stop = new CancellationTokenSource();
        Task running = opened.ExecuteAsync(new SqlBatch(new SqlCommand("SELECT pg_sleep(600)")), stop.Token);
        await TestLimit.UntilAsync(async () => await CountAsync(database) > 0, "the statement's start");

        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TestLimit.OneWait));
    }

    private static async Task<long> CountAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active' AND datname = current_database()", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ServeAsync(TcpListener listener, int port)
    {
        for (int number = 0; ; number++)
        {
            TcpClient client = await listener.AcceptTcpClientAsync();
            if (number == 0)
            {
                await client.GetStream().ReadExactlyAsync(new byte[8]);
                client.Close();
                continue;
            }

            _ = PassOnAsync(client, port);
        }
    }

    private static async Task PassOnAsync(TcpClient client, int port)
    {
        using TcpClient mine = client;
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, port);
        await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
    }
}
