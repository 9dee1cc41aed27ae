using System.Net;
using Amazon.Runtime;
using PgMigrate.Drivers.RdsDataApi.Service;
using PgMigrate.Sandbox.RdsDataApi;
using SqlParameter = PgMigrate.Drivers.RdsDataApi.Service.SqlParameter;

namespace PgMigrate.Drivers.Tests.RdsDataApi.Service;

/// <summary>Our client talks to the emulator, which AWS's own client has been found to understand.</summary>
[Collection(SandboxCollection.Name)]
public sealed class AmazonRDSDataServiceClientTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task Every_operation_is_spoken()
    {
        await using RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(sandbox.Server);
        using AmazonRDSDataServiceClient client = Client(emulator);
        string id = (await client.BeginTransactionAsync(With<BeginTransactionRequest>(emulator))).TransactionId!;
        await client.ExecuteStatementAsync(Execute(emulator, "CREATE TEMP TABLE t (id bigint, name text, data bytea, real float8)", id));
        BatchExecuteStatementRequest batch = With<BatchExecuteStatementRequest>(emulator);
        batch.TransactionId = id;
        batch.Sql = "INSERT INTO t VALUES (:id, :name, :data, :real)";
        batch.ParameterSets = [Set(1, "é\"\n", [1, 255], double.NegativeInfinity), Set(long.MaxValue, "", [], 0.1)];
        Assert.Equal(2, (await client.BatchExecuteStatementAsync(batch)).UpdateResults!.Count);

        ExecuteStatementRequest query = Execute(emulator, "SELECT id, name, data, real, ARRAY[1, 2], NULL, true FROM t ORDER BY id", id);
        query.IncludeResultMetadata = true;
        ExecuteStatementResponse result = await client.ExecuteStatementAsync(query);
        List<Field> first = result.Records![0];
        Assert.Equal((1L, "é\"\n", double.NegativeInfinity), (first[0].LongValue, first[1].StringValue, first[3].DoubleValue));
        Assert.Equal([1, 255], first[2].BlobValue!.ToArray());
        Assert.Equal([1L, 2L], first[4].ArrayValue!.LongValues);
        Assert.Equal((true, true), (first[5].IsNull, first[6].BooleanValue));
        Assert.Equal(long.MaxValue, result.Records[1][0].LongValue);
        Assert.Equal(("id", "int8", -5), (result.ColumnMetadata![0].Name, result.ColumnMetadata[0].TypeName, result.ColumnMetadata[0].Type));

        query.IncludeResultMetadata = null;
        query.FormatRecordsAs = RecordsFormatType.JSON;
        query.Sql = "SELECT 1 AS one";
        Assert.Equal("""[{"one":1}]""", (await client.ExecuteStatementAsync(query)).FormattedRecords);
        RollbackTransactionRequest rollback = With<RollbackTransactionRequest>(emulator);
        rollback.TransactionId = id;
        Assert.Equal("Rollback Complete", (await client.RollbackTransactionAsync(rollback)).TransactionStatus);

        CommitTransactionRequest commit = With<CommitTransactionRequest>(emulator);
        commit.TransactionId = (await client.BeginTransactionAsync(With<BeginTransactionRequest>(emulator))).TransactionId;
        Assert.Equal("Transaction Committed", (await client.CommitTransactionAsync(commit)).TransactionStatus);
    }

    [PostgresFact]
    public async Task Errors_have_their_types_and_unknown_ones_keep_their_names()
    {
        await using RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(sandbox.Server);
        using AmazonRDSDataServiceClient client = Client(emulator);

        var sql = await Assert.ThrowsAsync<DatabaseErrorException>(() => client.ExecuteStatementAsync(Execute(emulator, "SELECT nonsense")));
        Assert.Contains("SQLState: 42703", sql.Message, StringComparison.Ordinal);
        Assert.NotEmpty(sql.RequestId);
        var unknown = await Assert.ThrowsAsync<AmazonRDSDataServiceException>(() => client.ExecuteStatementAsync(Execute(emulator, "SELECT 1; SELECT 2")));
        Assert.Equal(("ValidationException", HttpStatusCode.BadRequest), (unknown.ErrorCode, unknown.StatusCode));
        await Assert.ThrowsAsync<TransactionNotFoundException>(() => client.ExecuteStatementAsync(Execute(emulator, "SELECT 1", "none")));
        emulator.Pause();
        await Assert.ThrowsAsync<DatabaseResumingException>(() => client.ExecuteStatementAsync(Execute(emulator, "SELECT 1")));
        emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.InternalServerError));
        await Assert.ThrowsAsync<InternalServerErrorException>(() => client.ExecuteStatementAsync(Execute(emulator, "SELECT 1")));
        emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.ServiceUnavailable));
        await Assert.ThrowsAsync<ServiceUnavailableErrorException>(() => client.ExecuteStatementAsync(Execute(emulator, "SELECT 1")));
        emulator.Inject(new RdsDataApiFault(RdsDataApiFaultKind.DatabaseUnavailable));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => client.ExecuteStatementAsync(Execute(emulator, "SELECT 1")));

        using var stranger = new AmazonRDSDataServiceClient(new BasicAWSCredentials(emulator.Options.AccessKeyId, "wrong"), Config(emulator));
        var refused = await Assert.ThrowsAsync<AmazonRDSDataServiceException>(() => stranger.ExecuteStatementAsync(Execute(emulator, "SELECT 1")));
        Assert.Equal("InvalidSignatureException", refused.ErrorCode);
    }

    [Theory]
    [InlineData("eu-west-1", false, false, "https://rds-data.eu-west-1.amazonaws.com/")]
    [InlineData("us-east-1", true, false, "https://rds-data-fips.us-east-1.amazonaws.com/")]
    [InlineData("us-east-1", false, true, "https://rds-data.us-east-1.api.aws/")]
    [InlineData("us-gov-west-1", true, true, "https://rds-data-fips.us-gov-west-1.api.aws/")]
    [InlineData("cn-north-1", false, false, "https://rds-data.cn-north-1.amazonaws.com.cn/")]
    public void Endpoints_follow_region_and_kind(string region, bool fips, bool dualStack, string expected)
    {
        var config = new AmazonRDSDataServiceConfig
        {
            RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        };

        Assert.Equal(expected.TrimEnd('/'), config.EndpointProvider.ResolveEndpoint(RDSDataServiceEndpointResolver.ParametersOf(config, null)).URL.TrimEnd('/'));
    }

    private static AmazonRDSDataServiceConfig Config(RdsDataApiEmulator emulator) => new()
    {
        ServiceURL = emulator.Endpoint.ToString(),
        AuthenticationRegion = emulator.Options.Region,
        MaxErrorRetry = 0,
    };

    private static AmazonRDSDataServiceClient Client(RdsDataApiEmulator emulator) =>
        new(new BasicAWSCredentials(emulator.Options.AccessKeyId, emulator.Options.SecretAccessKey), Config(emulator));

    private static T With<T>(RdsDataApiEmulator emulator)
        where T : AmazonRDSDataServiceRequest, new() =>
        new() { ResourceArn = emulator.Options.ResourceArn, SecretArn = emulator.Options.SecretArn };

    private static ExecuteStatementRequest Execute(RdsDataApiEmulator emulator, string sql, string? transaction = null)
    {
        ExecuteStatementRequest request = With<ExecuteStatementRequest>(emulator);
        request.Sql = sql;
        request.TransactionId = transaction;
        return request;
    }

    private static List<SqlParameter> Set(long id, string name, byte[] data, double real) =>
    [
        new() { Name = "id", Value = new Field { LongValue = id } },
        new() { Name = "name", Value = new Field { StringValue = name } },
        new() { Name = "data", Value = new Field { BlobValue = new MemoryStream(data) } },
        new() { Name = "real", Value = new Field { DoubleValue = real } },
    ];
}
