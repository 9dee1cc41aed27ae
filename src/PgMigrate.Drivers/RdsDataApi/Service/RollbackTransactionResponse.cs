using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>How a transaction ended.</summary>
internal sealed class RollbackTransactionResponse : AmazonWebServiceResponse
{
    /// <summary>The service's words for it.</summary>
    public string? TransactionStatus { get; set; }
}
