using PgMigrate.Engine.Running;
using PgMigrate.Testing.Contracts;

namespace PgMigrate.Drivers.Tests.Postgres;

[Collection(SandboxCollection.Name)]
public sealed class NpgsqlSessionTests(SandboxFixture sandbox) : WireSessionContract
{
    protected override async Task<ISqlSessionFactory> CreateFactoryAsync() =>
        DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await sandbox.CreateDatabaseAsync() });
}
