using System.Net.Sockets;
using Npgsql;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.AuroraDsql;

/// <summary>Simulators that start at the same time, and what must not stop one that has started.</summary>
[Collection(DsqlCollection.Name)]
public sealed class StartTests(DsqlFixture fixture)
{
    [PostgresFact]
    public async Task Two_simulators_can_start_on_one_new_server_at_once()
    {
        await using LocalPostgres server = await LocalPostgres.StartAsync();
        await using var other = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await other.OpenAsync();
        await using var watch = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await watch.OpenAsync();
        await other.RunAsync("BEGIN");
        await other.RunAsync("CREATE ROLE admin LOGIN CREATEROLE");

        Task<DsqlSimulator> starting = DsqlSimulator.StartAsync(new DsqlSimulatorOptions { Server = server });
        await TestLimit.UntilAsync(
            async () => starting.IsCompleted || await watch.RunAsync("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock')") is true,
            "the simulator's wait for the other's role");
        await other.RunAsync("COMMIT");

        await using DsqlSimulator simulator = await starting;
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
        Assert.Equal("admin", await connection.RunAsync("SELECT current_user::text"));
    }

    [PostgresFact]
    public async Task A_connection_that_fails_as_it_is_accepted_does_not_shut_the_door()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        int asked = 0;

        await simulator.AcceptAsync(_ => ++asked switch
        {
            1 => throw new SocketException((int)SocketError.ConnectionAborted),
            2 => throw new SocketException((int)SocketError.TooManyOpenSockets),
            _ => throw new OperationCanceledException(),
        });

        Assert.Equal(3, asked);
    }
}
