namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Ends a transaction.</summary>
internal sealed class CommitTransactionRequest : AmazonRDSDataServiceRequest
{
    /// <summary>The transaction.</summary>
    public string? TransactionId { get; set; }
}
