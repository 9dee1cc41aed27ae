using Npgsql;
using PgMigrate.Sandbox.RdsDataApi;
using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

[Collection(SandboxCollection.Name)]
public sealed class TransactionTableTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task A_transaction_that_begins_as_the_emulator_ends_is_ended_too()
    {
        var settings = new NpgsqlConnectionStringBuilder(sandbox.Server.ConnectionString);
        WireConnection connection = await WireConnection.OpenAsync(
            new WireEndpoint(settings.Host!, settings.Port, settings.Username!, settings.Password!, settings.Database!), CancellationToken.None);
        var table = new TransactionTable(new RdsDataApiEmulatorOptions());
        await table.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => table.AddAsync("postgres", connection));

        Assert.Equal(0, table.Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => connection.ExecuteAsync("SELECT 1", [], 100));
    }
}
