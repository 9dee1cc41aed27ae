namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Ends a transaction.</summary>
internal sealed class RollbackTransactionRequest : AmazonRDSDataServiceRequest
{
    /// <summary>The transaction.</summary>
    public string? TransactionId { get; set; }
}
