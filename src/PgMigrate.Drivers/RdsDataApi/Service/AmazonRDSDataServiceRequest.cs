using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>What all requests have.</summary>
internal abstract class AmazonRDSDataServiceRequest : AmazonWebServiceRequest
{
    /// <summary>ARN of the cluster, 11 to 100 characters.</summary>
    public string? ResourceArn { get; set; }

    /// <summary>ARN or name of the secret with the database user's name and password.</summary>
    public string? SecretArn { get; set; }
}
