namespace PgMigrate.Drivers.Tests.Batches;

[Collection(SandboxCollection.Name)]
public sealed class PostgresBatchTests(SandboxFixture sandbox) : BatchContract
{
    protected override async Task<BatchDatabase> OpenAsync()
    {
        string connectionString = await sandbox.CreateDatabaseAsync();
        return new BatchDatabase(DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = connectionString }), connectionString);
    }
}
