using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Testing.Contracts;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>What every session must do, over the simulator of Aurora DSQL.</summary>
[Collection(DsqlCollection.Name)]
public sealed class DsqlSessionContractTests(DsqlFixture fixture) : SessionContract
{
    private DsqlSimulator? _simulator;

    public override async Task DisposeAsync()
    {
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }

    protected override async Task<ISqlSessionFactory> CreateFactoryAsync()
    {
        _simulator = await fixture.StartAsync();
        return DriverFactory.CreateAuroraDsql(_simulator.ConnectionOptions());
    }
}
