namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>
/// The RDS Data API. These types bear the names of those in the package AWSSDK.RDSDataService, so that it can take the place of
/// this namespace when it can be had: change the using directives and take the folder away.
/// </summary>
internal interface IAmazonRDSDataService : IDisposable
{
    /// <summary>Runs one statement.</summary>
    Task<ExecuteStatementResponse> ExecuteStatementAsync(ExecuteStatementRequest request, CancellationToken cancellationToken = default);

    /// <summary>Runs one statement over many sets of values.</summary>
    Task<BatchExecuteStatementResponse> BatchExecuteStatementAsync(BatchExecuteStatementRequest request, CancellationToken cancellationToken = default);

    /// <summary>Starts a transaction.</summary>
    Task<BeginTransactionResponse> BeginTransactionAsync(BeginTransactionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Commits a transaction.</summary>
    Task<CommitTransactionResponse> CommitTransactionAsync(CommitTransactionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Rolls a transaction back.</summary>
    Task<RollbackTransactionResponse> RollbackTransactionAsync(RollbackTransactionRequest request, CancellationToken cancellationToken = default);
}
