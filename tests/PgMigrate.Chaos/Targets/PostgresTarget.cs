using Npgsql;
using PgMigrate.Chaos.Runner;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Chaos.Targets;

/// <summary>PostgreSQL over its own protocol.</summary>
internal sealed class PostgresTarget(LocalPostgres server) : ChaosTarget(server)
{
    public override SqlTarget Target => SqlTarget.PostgreSql;

    public override async Task<ChaosDatabase> CreateAsync(bool mended = false)
    {
        string connectionString = await Server.CreateDatabaseAsync(NextName());
        Proxy.Upstream = Server.Port;
        return await PrepareAsync(new ChaosDatabase(this, connectionString, proxied => new TargetAddress(Target)
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
            {
                Port = proxied ? Proxy.Port : Server.Port,
                SslMode = SslMode.Disable,
            }.ConnectionString,
        }), mended);
    }
}
