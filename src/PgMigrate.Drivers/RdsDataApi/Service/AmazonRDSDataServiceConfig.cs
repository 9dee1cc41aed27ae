using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Settings of the client: region or <c>ServiceURL</c>, FIPS, dual stack, retries, time limits and the rest that AWSSDK.Core has.</summary>
internal sealed class AmazonRDSDataServiceConfig : ClientConfig
{
    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString(
        "RDS_Data", typeof(AmazonRDSDataServiceConfig).Assembly.GetName().Version!.ToString(3)) + " lib/PgMigrate";

    /// <summary>The service's defaults: requests are signed for <c>rds-data</c>.</summary>
    public AmazonRDSDataServiceConfig()
        : base(new DefaultConfigurationProvider([new StandardConfiguration()]))
    {
        ServiceId = "RDS Data";
        AuthenticationServiceName = "rds-data";
        EndpointProvider = new RDSDataServiceEndpointProvider();
    }

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "rds-data";

    /// <inheritdoc/>
    public override string ServiceVersion => "2018-08-01";

    /// <inheritdoc/>
    public override string UserAgent => Agent;

    /// <inheritdoc/>
    public override Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(
        Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(RDSDataServiceEndpointResolver.ParametersOf(this, parameters.AlternateEndpoint));
}
