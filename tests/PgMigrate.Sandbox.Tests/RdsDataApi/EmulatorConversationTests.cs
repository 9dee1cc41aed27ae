using System.Text.Json.Nodes;
using Npgsql;
using PgMigrate.Sandbox.RdsDataApi;
using static PgMigrate.Sandbox.Tests.RdsDataApi.NpmDataApiClient;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>AWS's own client talks to the emulator.</summary>
[Collection(SandboxCollection.Name)]
public sealed class EmulatorConversationTests(SandboxFixture sandbox)
{
    [NpmClientFact]
    public async Task Every_operation_is_answered()
    {
        JsonArray answers = await ConverseAsync(
            null,
            Call("BeginTransaction", new { }),
            Call("ExecuteStatement", new { sql = "CREATE TABLE t (id int PRIMARY KEY, name text)", transactionId = "$transaction" }),
            Call("BatchExecuteStatement", new
            {
                sql = "INSERT INTO t VALUES (:id, :name)",
                transactionId = "$transaction",
                parameterSets = new[]
                {
                    new object[] { new { name = "id", value = new { longValue = 1 } }, new { name = "name", value = new { stringValue = "a" } } },
                    [new { name = "id", value = new { longValue = 2 } }, new { name = "name", value = new { isNull = true } }],
                },
            }),
            Call("CommitTransaction", new { transactionId = "$transaction" }),
            Call("BeginTransaction", new { }),
            Call("ExecuteStatement", new { sql = "DELETE FROM t", transactionId = "$transaction" }),
            Call("RollbackTransaction", new { transactionId = "$transaction" }),
            Call("ExecuteStatement", new { sql = "SELECT id, name FROM t ORDER BY id" }));

        Assert.All(answers, answer => Assert.Equal(200, (int?)answer!["status"]));
        AssertJson("""{"generatedFields":[],"numberOfRecordsUpdated":0}""", answers[1]!["result"]);
        AssertJson("""{"updateResults":[{"generatedFields":[]},{"generatedFields":[]}]}""", answers[2]!["result"]);
        AssertJson("""{"transactionStatus":"Transaction Committed"}""", answers[3]!["result"]);
        AssertJson("""{"generatedFields":[],"numberOfRecordsUpdated":2}""", answers[5]!["result"]);
        AssertJson("""{"transactionStatus":"Rollback Complete"}""", answers[6]!["result"]);
        Assert.Equal(
            """[[{"longValue":1},{"stringValue":"a"}],[{"longValue":2},{"isNull":true}]]""", answers[7]!["result"]!["records"]!.ToJsonString());
    }

    [NpmClientFact]
    public async Task Every_type_has_its_member()
    {
        const string sql = """
            SELECT 1::int2, 2::int4, 3::int8, 4::oid, 1.5::float4, 2.5::float8, 'NaN'::float8, 12.30::numeric(8,2), true, B'1', '\x0aff'::bytea,
                'x'::text, 'y'::varchar(9), 'z'::char(3), '{"a": 1}'::jsonb, '00000000-0000-0000-0000-000000000001'::uuid,
                '2024-02-03'::date, '04:05:06.7'::time, '2024-02-03 04:05:06.7'::timestamp, '2024-02-03 04:05:06+02'::timestamptz,
                ARRAY[1,2], ARRAY['a b','c"d'], ARRAY[1.5::float8], ARRAY[true,false], NULL::int
            """;
        JsonArray answers = await ConverseAsync(
            null,
            Call("ExecuteStatement", new { sql }),
            Call("ExecuteStatement", new
            {
                sql = "SELECT 5::bigint, 7::numeric, 7.5::numeric",
                resultSetOptions = new { longReturnType = "STRING", decimalReturnType = "DOUBLE_OR_LONG" },
            }));

        Assert.Equal(
            """
            [{"longValue":1},{"longValue":2},{"longValue":3},{"longValue":4},{"doubleValue":1.5},{"doubleValue":2.5},{"doubleValue":null},{"stringValue":"12.30"},{"booleanValue":true},{"booleanValue":true},{"blobValue":{"$blob":"Cv8="}},{"stringValue":"x"},{"stringValue":"y"},{"stringValue":"z  "},{"stringValue":"{\u0022a\u0022: 1}"},{"stringValue":"00000000-0000-0000-0000-000000000001"},{"stringValue":"2024-02-03"},{"stringValue":"04:05:06.7"},{"stringValue":"2024-02-03 04:05:06.7"},{"stringValue":"2024-02-03 02:05:06"},{"arrayValue":{"longValues":[1,2]}},{"arrayValue":{"stringValues":["a b","c\u0022d"]}},{"arrayValue":{"doubleValues":[1.5]}},{"arrayValue":{"booleanValues":[true,false]}},{"isNull":true}]
            """.Trim(),
            answers[0]!["result"]!["records"]![0]!.ToJsonString());
        Assert.Equal(
            """[{"stringValue":"5"},{"longValue":7},{"doubleValue":7.5}]""", answers[1]!["result"]!["records"]![0]!.ToJsonString());
    }

    [NpmClientFact]
    public async Task Parameters_are_typed_as_they_are_hinted()
    {
        static object Value(string name, object value, string? hint = null) =>
            hint is null ? new { name, value } : new { name, value, typeHint = hint };

        JsonArray answers = await ConverseAsync(
            null,
            Call("ExecuteStatement", new
            {
                sql = "SELECT pg_typeof(:l)::text, pg_typeof(:d)::text, pg_typeof(:b)::text, pg_typeof(:s)::text, pg_typeof(:x)::text, pg_typeof(:u)::text, "
                    + "pg_typeof(:da)::text, pg_typeof(:ti)::text, pg_typeof(:ts)::text, pg_typeof(:de)::text, ':no' || :s::varchar || $$:no$$ /* :no */",
                parameters = new[]
                {
                    Value("l", new { longValue = 1 }),
                    Value("d", new { doubleValue = 1.5 }),
                    Value("b", new { booleanValue = true }),
                    Value("s", new { stringValue = "text" }),
                    Value("x", new Dictionary<string, object> { ["blobValue"] = new Dictionary<string, string> { ["$blob"] = "Cv8=" } }),
                    Value("u", new { stringValue = "00000000-0000-0000-0000-000000000001" }, "UUID"),
                    Value("da", new { stringValue = "2024-02-03" }, "DATE"),
                    Value("ti", new { stringValue = "04:05:06" }, "TIME"),
                    Value("ts", new { stringValue = "2024-02-03 04:05:06.123" }, "TIMESTAMP"),
                    Value("de", new { stringValue = "1.5" }, "DECIMAL"),
                },
            }),
            Call("ExecuteStatement", new { sql = "SELECT :j::jsonb ->> 'a'", parameters = new[] { Value("j", new { stringValue = "{\"a\":\"b\"}" }, "JSON") } }),
            Call("ExecuteStatement", new { sql = "SELECT 1 WHERE 'x'::uuid::text = :u", parameters = new[] { Value("u", new { stringValue = "no" }, "UUID") } }),
            Call("ExecuteStatement", new { sql = "SELECT :missing" }));

        Assert.Equal(
            ["bigint", "double precision", "boolean", "character varying", "bytea", "uuid", "date", "time without time zone", "timestamp without time zone",
                "numeric", ":notext:no"],
            answers[0]!["result"]!["records"]![0]!.AsArray().Select(field => (string?)field!["stringValue"]));
        Assert.Equal("b", (string?)answers[1]!["result"]!["records"]![0]![0]!["stringValue"]);
        Assert.Equal("ValidationException", (string?)answers[2]!["error"]);
        Assert.Equal(("ValidationException", "Cannot find parameter: missing"), ((string?)answers[3]!["error"], (string?)answers[3]!["message"]));
    }

    [NpmClientFact]
    public async Task Columns_are_described_and_rows_formatted_when_asked_for()
    {
        JsonArray answers = await ConverseAsync(
            null,
            Call("ExecuteStatement", new { sql = "CREATE TABLE shop (id bigint GENERATED ALWAYS AS IDENTITY, price numeric(12,2) NOT NULL, note varchar(20))" }),
            Call("ExecuteStatement", new { sql = "INSERT INTO shop (price, note) VALUES (1.50, 'a')" }),
            Call("ExecuteStatement", new { sql = "SELECT id AS number, price, note FROM shop", includeResultMetadata = true }),
            Call("ExecuteStatement", new { sql = "SELECT id AS number, price, note, true AS yes, NULL AS none FROM shop", formatRecordsAs = "JSON" }));

        JsonArray columns = answers[2]!["result"]!["columnMetadata"]!.AsArray();
        AssertJson(
            """{"arrayBaseColumnType":0,"isAutoIncrement":true,"isCaseSensitive":false,"isCurrency":false,"isSigned":true,"label":"number","name":"id","nullable":0,"precision":19,"scale":0,"schemaName":"","tableName":"shop","type":-5,"typeName":"bigserial"}""",
            columns[0]);
        Assert.Equal((12, 2, 2), ((int)columns[1]!["precision"]!, (int)columns[1]!["scale"]!, (int)columns[1]!["type"]!));
        Assert.Equal((20, 12, 1), ((int)columns[2]!["precision"]!, (int)columns[2]!["type"]!, (int)columns[2]!["nullable"]!));
        Assert.Equal("""[{"number":1,"price":1.50,"note":"a","yes":true,"none":null}]""", (string?)answers[3]!["result"]!["formattedRecords"]);
        Assert.Null(answers[3]!["result"]!["records"]);
    }

    [NpmClientFact]
    public async Task Errors_have_the_services_names()
    {
        JsonArray answers = await ConverseAsync(
            null,
            Call("ExecuteStatement", new { sql = "SELECT * FROM nowhere" }),
            Call("ExecuteStatement", new { sql = "SELECT 1; SELECT 2" }),
            Call("ExecuteStatement", new { sql = "SELECT 1", schema = "public" }),
            Call("ExecuteStatement", new { sql = "SELECT '(1,2)'::point" }),
            Call("ExecuteStatement", new { sql = "SELECT ARRAY[[1,2],[3,4]]" }),
            Call("ExecuteStatement", new { sql = "SELECT repeat('x', 60000) FROM generate_series(1, 20)" }),
            Call("ExecuteStatement", new { sql = "SELECT repeat('x', 70000)" }),
            Call("ExecuteStatement", new { sql = "SELECT '" + new string('x', 65_536) + "'" }),
            Call("CommitTransaction", new { transactionId = "never" }),
            Call("ExecuteStatement", new { sql = "SELECT 1", resourceArn = "arn:aws:rds:eu-west-1:1:cluster:other" }),
            Call("ExecuteStatement", new { sql = "SELECT 1", secretArn = "arn:aws:secretsmanager:eu-west-1:1:secret:other" }),
            Call("ExecuteStatement", new { sql = "SELECT 1", database = "nowhere" }),
            Call("ExecuteStatement", new { sql = "COPY (SELECT 1) TO STDOUT" }),
            Call("ExecuteStatement", new { sql = "SELECT 1;" }));

        (string?, int?)[] told = [.. answers.Select(answer => ((string?)answer!["error"], (int?)answer["status"]))];
        Assert.Equal(
            [
                ("DatabaseErrorException", 400), ("ValidationException", 400), ("ValidationException", 400), ("UnsupportedResultException", 400),
                ("UnsupportedResultException", 400), ("UnsupportedResultException", 400), ("UnsupportedResultException", 400),
                ("ValidationException", 400), ("TransactionNotFoundException", 404), ("DatabaseNotFoundException", 404), ("SecretsErrorException", 400),
                ("DatabaseErrorException", 400), ("DatabaseErrorException", 400), (null, 200),
            ],
            told);
        Assert.All(answers.Where(answer => (string?)answer!["error"] is { } name and not "ValidationException"), answer => Assert.True((bool)answer!["modelled"]!));
        Assert.Equal("ERROR: relation \"nowhere\" does not exist; Position: 15; SQLState: 42P01", (string?)answers[0]!["message"]);
        Assert.Equal("Multistatements aren't supported.", (string?)answers[1]!["message"]);
        Assert.Equal("The schema parameter isn't supported", (string?)answers[2]!["message"]);
    }

    [NpmClientFact]
    public async Task A_failed_statement_ends_its_transaction()
    {
        JsonArray answers = await ConverseAsync(
            null,
            Call("BeginTransaction", new { }),
            Call("ExecuteStatement", new { sql = "SELECT 1/0", transactionId = "$transaction" }),
            Call("ExecuteStatement", new { sql = "SELECT 1", transactionId = "$transaction" }),
            Call("RollbackTransaction", new { transactionId = "$transaction" }));

        Assert.Equal(
            ["DatabaseErrorException", "TransactionNotFoundException", "TransactionNotFoundException"], answers.Skip(1).Select(answer => (string?)answer!["error"]));
    }

    [NpmClientFact]
    public async Task A_long_statement_times_out_and_may_go_on()
    {
        var time = new ManualTime();
        var options = new RdsDataApiEmulatorOptions { Time = new LimitsOnly(time) };
        Task<JsonArray> conversation = ConverseAsync(
            options,
            Call("ExecuteStatement", new { sql = "CREATE TABLE slow (id int)" }),
            Call("ExecuteStatement", new { sql = "INSERT INTO slow SELECT 1 FROM pg_sleep(3601)" }),
            Call("BeginTransaction", new { }),
            Call("ExecuteStatement", new { sql = "INSERT INTO slow SELECT 2 FROM pg_sleep(3602)", transactionId = "$transaction", continueAfterTimeout = true }),
            Call("ExecuteStatement", new { sql = "SELECT 1", transactionId = "$transaction" }),
            Call("ExecuteStatement", new { sql = "SELECT count(*) FROM slow" }));
        foreach (string statement in (string[])["INSERT INTO slow SELECT 1 FROM pg_sleep(3601)", "INSERT INTO slow SELECT 2 FROM pg_sleep(3602)"])
        {
            await TestLimit.UntilAsync(async () => conversation.IsCompleted || await CountAsync("SELECT count(*)", statement) == 1, statement + " runs");
            time.Advance(options.StatementLimit);
        }

        JsonArray answers = await conversation;

        Assert.Equal("StatementTimeoutException", (string?)answers[1]!["error"]);
        Assert.True((bool)answers[1]!["modelled"]!);
        Assert.True((long)answers[1]!["dbConnectionId"]! > 0);
        Assert.Equal(0, await CountAsync("SELECT count(*)", "INSERT INTO slow SELECT 1 FROM pg_sleep(3601)"));
        Assert.Equal("StatementTimeoutException", (string?)answers[3]!["error"]);
        Assert.Equal(
            ("DatabaseErrorException", "Transaction is still running a query"), ((string?)answers[4]!["error"], (string?)answers[4]!["message"]));
        Assert.Equal(0, (int)answers[5]!["result"]!["records"]![0]![0]!["longValue"]!);
        Assert.Equal(1, await CountAsync("SELECT count(pg_terminate_backend(pid))", "INSERT INTO slow SELECT 2 FROM pg_sleep(3602)"));
    }

    private async Task<long> CountAsync(string select, string statement)
    {
        await using var connection = new NpgsqlConnection(sandbox.Server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"{select} FROM pg_stat_activity WHERE query = $1 AND state = 'active'", connection)
        {
            Parameters = { new NpgsqlParameter { Value = statement } },
        };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<JsonArray> ConverseAsync(RdsDataApiEmulatorOptions? options, params JsonNode[] calls)
    {
        await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox, options);
        JsonArray answers = await RunAsync("converse.cjs", emulator, new JsonArray(calls));
        Assert.Equal(calls.Length, answers.Count);
        return answers;
    }

    /// <summary>The client orders members as its model does; their order means nothing.</summary>
    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
