using PgMigrate.Engine.Running;
using PgMigrate.Testing.Contracts;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>The native history table on PostgreSQL.</summary>
[Collection(SandboxCollection.Name)]
public sealed class MigrationLogStoreTests(SandboxFixture sandbox) : HistoryStoreContract
{
    protected override async Task<ISqlSessionFactory> CreateFactoryAsync() =>
        DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await sandbox.CreateDatabaseAsync() });
}
