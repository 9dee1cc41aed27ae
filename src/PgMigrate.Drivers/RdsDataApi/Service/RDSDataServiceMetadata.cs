using Amazon.Runtime.Internal;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Names the service to the pipeline.</summary>
internal sealed class RDSDataServiceMetadata : IServiceMetadata
{
    public string ServiceId => "RDS Data";

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
