using System.Text.Json.Nodes;
using PgMigrate.Sandbox.RdsDataApi;
using static PgMigrate.Sandbox.Tests.RdsDataApi.NpmDataApiClient;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>Pauses, faults and ends of transactions as AWS's own client sees them.</summary>
[Collection(SandboxCollection.Name)]
public sealed class EmulatorLimitTests(SandboxFixture sandbox)
{
    [NpmClientFact]
    public async Task A_pause_and_each_fault_have_their_names()
    {
        await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox);
        emulator.Pause();
        RdsDataApiFaultKind[] kinds =
        [
            RdsDataApiFaultKind.Throttle, RdsDataApiFaultKind.InternalServerError, RdsDataApiFaultKind.ServiceUnavailable,
            RdsDataApiFaultKind.DatabaseUnavailable,
        ];
        foreach (RdsDataApiFaultKind kind in kinds)
        {
            emulator.Inject(new RdsDataApiFault(kind) { SqlContains = kind.ToString() });
        }

        emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.CutConnection, AfterActing: true) { SqlContains = "cut" });
        JsonArray answers = await RunAsync(
            "converse.cjs", emulator,
            [
                Call("BeginTransaction", new { }),
                .. kinds.Select(kind => Call("ExecuteStatement", new { sql = $"SELECT '{kind}'" })),
                Call("ExecuteStatement", new { sql = "CREATE TABLE cut (id int)" }),
                Call("ExecuteStatement", new { sql = "SELECT count(*) FROM cut" }),
                .. kinds.Select(kind => Call("ExecuteStatement", new { sql = $"SELECT '{kind}'" })),
            ]);

        Assert.Equal(
            [
                ("DatabaseResumingException", 400), ("ThrottlingException", 400), ("InternalServerErrorException", 500), ("ServiceUnavailableError", 503),
                ("DatabaseUnavailableException", 504),
            ],
            answers.Take(5).Select(answer => ((string?)answer!["error"], (int?)answer["status"])));
        Assert.NotNull(answers[5]!["error"]);
        Assert.All(answers.Skip(6), answer => Assert.Null(answer!["error"]));
        Assert.Equal("ConnectionCut", emulator.Calls[5].Error);
    }

    [NpmClientFact]
    public async Task A_request_may_not_be_larger_than_the_limit()
    {
        await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox);
        string big = new('x', 1 << 20);
        JsonNode Insert(int sets) => Call("BatchExecuteStatement", new
        {
            sql = "SELECT 1 WHERE :v IS NULL",
            parameterSets = Enumerable.Range(0, sets).Select(_ => new[] { new { name = "v", value = new { stringValue = big } } }),
        });

        JsonArray answers = await RunAsync("converse.cjs", emulator, [Insert(4), Insert(3)]);

        Assert.Equal(("RequestEntityTooLargeException", 413), ((string?)answers[0]!["error"], (int?)answers[0]!["status"]));
        Assert.Equal("ValidationException", (string?)answers[1]!["error"]);
        Assert.Single(emulator.Calls);
    }

    [NpmClientFact]
    public async Task A_transaction_ends_after_its_idle_time_and_its_whole_time()
    {
        foreach (RdsDataApiEmulatorOptions options in new[]
        {
            new RdsDataApiEmulatorOptions { IdleTransactionLimit = TimeSpan.FromMilliseconds(100) },
            new RdsDataApiEmulatorOptions { TransactionLimit = TimeSpan.FromMilliseconds(100) },
        })
        {
            await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox, options);
            JsonArray answers = await RunAsync(
                "converse.cjs", emulator,
                [
                    Call("BeginTransaction", new { }),
                    Call("ExecuteStatement", new { sql = "SELECT pg_sleep(1)" }),
                    Call("ExecuteStatement", new { sql = "SELECT 1", transactionId = "$transaction" }),
                ]);

            Assert.Equal("TransactionNotFoundException", (string?)answers[2]!["error"]);
            Assert.Equal(0, emulator.OpenTransactions);
        }
    }

    [NpmClientFact]
    public async Task Bare_errors_tell_nothing()
    {
        await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox, new RdsDataApiEmulatorOptions { BareSqlErrors = true });

        JsonArray answers = await RunAsync("converse.cjs", emulator, [Call("ExecuteStatement", new { sql = "SELECT oops" })]);

        Assert.Equal(
            ("DatabaseErrorException", "Database returned SQL Exception"), ((string?)answers[0]!["error"], (string?)answers[0]!["message"]));
    }
}
