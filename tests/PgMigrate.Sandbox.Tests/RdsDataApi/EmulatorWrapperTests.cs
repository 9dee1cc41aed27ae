using System.Text.Json.Nodes;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>data-api-client, which builds its own requests and reads the answers its own way, gets along with the emulator.</summary>
[Collection(SandboxCollection.Name)]
public sealed class EmulatorWrapperTests(SandboxFixture sandbox)
{
    [NpmClientFact]
    public async Task A_conversation_goes_as_with_the_service()
    {
        // The wrapper rolls back after every error and expects the transaction to be there still.
        await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox, new RdsDataApiEmulatorOptions { ErrorsEndTransactions = false });

        JsonArray outcomes = await NpmDataApiClient.RunAsync("wrapper.cjs", emulator, []);

        Assert.True(outcomes.OfType<JsonObject>().Count(outcome => outcome["error"] is not null) == 1, outcomes.ToJsonString());
        Assert.Equal("""[{"id":1,"name":"Ada","born":null}]""", outcomes[2]!["records"]!.ToJsonString());
        Assert.Equal("DatabaseErrorException", (string?)outcomes[3]!["rolledBack"]);
        Assert.Equal("DatabaseErrorException", (string?)outcomes[4]!["error"]);
        Assert.Equal("""[{"id":2,"name":"Grace","more":null}]""", outcomes[^1]!["records"]!.ToJsonString());
        Assert.Equal(0, emulator.OpenTransactions);
    }
}
