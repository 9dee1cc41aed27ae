using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The results of a batch.</summary>
internal sealed class BatchExecuteStatementResponse : AmazonWebServiceResponse
{
    /// <summary>One result for each set of values.</summary>
    public List<UpdateResult>? UpdateResults { get; set; }
}
