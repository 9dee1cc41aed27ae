using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>A client on the pipeline of AWSSDK.Core, which signs, finds credentials, retries and sends.</summary>
internal sealed class AmazonRDSDataServiceClient : AmazonServiceClient, IAmazonRDSDataService
{
    /// <summary>A client with the credentials that the SDK finds by itself.</summary>
    public AmazonRDSDataServiceClient(AmazonRDSDataServiceConfig config)
        : base(config)
    {
    }

    /// <summary>A client with these credentials.</summary>
    public AmazonRDSDataServiceClient(AWSCredentials credentials, AmazonRDSDataServiceConfig config)
        : base(credentials, config)
    {
    }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; } = new RDSDataServiceMetadata();

    /// <inheritdoc/>
    public Task<ExecuteStatementResponse> ExecuteStatementAsync(ExecuteStatementRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, "/Execute", RequestBody.Write, ResponseBody.ReadExecuteStatement, cancellationToken);

    /// <inheritdoc/>
    public Task<BatchExecuteStatementResponse> BatchExecuteStatementAsync(BatchExecuteStatementRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, "/BatchExecute", RequestBody.Write, ResponseBody.ReadBatchExecuteStatement, cancellationToken);

    /// <inheritdoc/>
    public Task<BeginTransactionResponse> BeginTransactionAsync(BeginTransactionRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(
            request, "/BeginTransaction", RequestBody.Write,
            body => new BeginTransactionResponse { TransactionId = ResponseBody.Text(body, "transactionId") }, cancellationToken);

    /// <inheritdoc/>
    public Task<CommitTransactionResponse> CommitTransactionAsync(CommitTransactionRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(
            request, "/CommitTransaction", RequestBody.Write,
            body => new CommitTransactionResponse { TransactionStatus = ResponseBody.Text(body, "transactionStatus") }, cancellationToken);

    /// <inheritdoc/>
    public Task<RollbackTransactionResponse> RollbackTransactionAsync(RollbackTransactionRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(
            request, "/RollbackTransaction", RequestBody.Write,
            body => new RollbackTransactionResponse { TransactionStatus = ResponseBody.Text(body, "transactionStatus") }, cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RDSDataServiceEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new RDSDataServiceAuthSchemeHandler());
    }

    private Task<TResponse> SendAsync<TRequest, TResponse>(
        TRequest request, string path, Action<Utf8JsonWriter, TRequest> write, Func<JsonElement, TResponse> read, CancellationToken cancellationToken)
        where TRequest : AmazonRDSDataServiceRequest
        where TResponse : AmazonWebServiceResponse, new()
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new BodyMarshaller<TRequest>(path, write),
            ResponseUnmarshaller = new BodyUnmarshaller<TResponse>(read),
        };
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }
}
