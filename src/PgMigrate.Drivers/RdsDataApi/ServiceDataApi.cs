using PgMigrate.Drivers.RdsDataApi.Service;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>
/// The service through its client. With the error reader and the factory this is all that names the client's types, so that
/// AWS's own package can replace them. The client must not retry by itself: a statement that was carried out and not answered
/// would be carried out again.
/// </summary>
internal sealed class ServiceDataApi(IAmazonRDSDataService client, string resourceArn, string secretArn, string? database, RdsDataTiming timing) : IDataApi
{
    /// <summary>The service's limit is 4 MiB with headers and notation; a JSON text can be six times as long as its characters.</summary>
    private const int MaxRequestCharacters = 3 << 20;

    public async Task<string> BeginAsync()
    {
        var request = new BeginTransactionRequest { ResourceArn = resourceArn, SecretArn = secretArn, Database = database };
        return (await SendAsync(() => client.BeginTransactionAsync(request)).ConfigureAwait(false)).TransactionId!;
    }

    public Task CommitAsync(string transactionId) => SendAsync(() => client.CommitTransactionAsync(
        new CommitTransactionRequest { ResourceArn = resourceArn, SecretArn = secretArn, TransactionId = transactionId }));

    public Task RollbackAsync(string transactionId) => SendAsync(() => client.RollbackTransactionAsync(
        new RollbackTransactionRequest { ResourceArn = resourceArn, SecretArn = secretArn, TransactionId = transactionId }));

    public async Task<IReadOnlyList<SqlRow>?> ExecuteAsync(PreparedStatement statement, string? transactionId)
    {
        var request = new ExecuteStatementRequest
        {
            ResourceArn = resourceArn,
            SecretArn = secretArn,
            Database = database,
            Sql = statement.Text,
            TransactionId = transactionId,
            ContinueAfterTimeout = true,
            Parameters = statement.Parameters.Count == 0 ? null : [.. statement.Parameters.Select(FieldValues.ToParameter)],
        };
        if (statement.Text.Length + statement.Parameters.Sum(parameter => (parameter.Value as string)?.Length ?? 0) > MaxRequestCharacters)
        {
            var inner = new InvalidOperationException("The request would be larger than 4 MiB.");
            throw new DataApiException(DataApiErrorKind.Refused, "The request is larger than the 4 MiB that the RDS Data API takes.", inner);
        }

        ExecuteStatementResponse response = await SendAsync(() => client.ExecuteStatementAsync(request)).ConfigureAwait(false);
        return response.Records is { } records
            ? [.. records.Select(record => new SqlRow([.. record.Select(FieldValues.FromField)]))] : null;
    }

    /// <summary>
    /// The client's own limit ends with the head of an answer; one that stops in its middle, because the network went away, it would wait
    /// for for ever. As long as a connection may take is enough for the rest of an answer, which is 1 MiB at most.
    /// </summary>
    private async Task<T> SendAsync<T>(Func<Task<T>> send)
    {
        try
        {
            Task<T> call = send();
            await ((Task)call).WaitAsync(timing.CallLimit + timing.ConnectLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!call.IsCompleted)
            {
                _ = call.ContinueWith(late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw new TimeoutException("The answer stopped in its middle.", new OperationCanceledException());
            }

            return await call.ConfigureAwait(false);
        }
        catch (Exception error) when (ServiceErrors.IsServiceError(error))
        {
            throw ServiceErrors.Sort(error, timing);
        }
    }
}
