using PgMigrate.Chaos.Runner;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Chaos.Targets;

/// <summary>Aurora DSQL: a simulator in this process for each database, in front of the server.</summary>
internal sealed class DsqlTarget(LocalPostgres server) : ChaosTarget(server)
{
    public override SqlTarget Target => SqlTarget.AuroraDsql;

    public override async Task<ChaosDatabase> CreateAsync(bool mended = false)
    {
        DsqlSimulator simulator = await DsqlSimulator.StartAsync(
            new DsqlSimulatorOptions { Server = Server, JobDuration = TimeSpan.FromMilliseconds(20) });
        Proxy.Upstream = simulator.Port;
        return await PrepareAsync(
            new ChaosDatabase(
                this,
                simulator.BackendConnectionString,
                proxied => new TargetAddress(Target)
                {
                    Endpoint = simulator.Endpoint,
                    Port = proxied ? Proxy.Port : simulator.Port,
                    Region = simulator.Region,
                    AccessKeyId = simulator.AccessKeyId,
                    SecretAccessKey = simulator.SecretAccessKey,
                    RootCertificate = simulator.RootCertificate,
                },
                simulator),
            mended);
    }
}
