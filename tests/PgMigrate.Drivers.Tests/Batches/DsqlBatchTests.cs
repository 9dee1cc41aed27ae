using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.Batches;

[Collection(DsqlCollection.Name)]
public sealed class DsqlBatchTests(DsqlFixture fixture) : BatchContract
{
    protected override async Task<BatchDatabase> OpenAsync()
    {
        DsqlSimulator simulator = await fixture.StartAsync();
        return new BatchDatabase(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), simulator.BackendConnectionString, simulator);
    }
}
