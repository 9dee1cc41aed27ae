using PgMigrate.Drivers.Tests.RdsDataApi;

namespace PgMigrate.Drivers.Tests.Batches;

[Collection(SandboxCollection.Name)]
public sealed class DataApiBatchTests(SandboxFixture sandbox) : BatchContract
{
    protected override async Task<BatchDatabase> OpenAsync()
    {
        DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        return new BatchDatabase(database.Sessions(), database.ConnectionString, database);
    }
}
