using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>A started transaction.</summary>
internal sealed class BeginTransactionResponse : AmazonWebServiceResponse
{
    /// <summary>Its identifier, at most 192 characters. It ends by itself after 3 minutes without a call and after 24 hours.</summary>
    public string? TransactionId { get; set; }
}
