using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>Finds the service's address: the one given, else <c>rds-data[-fips].region.suffix</c>.</summary>
internal sealed class RDSDataServiceEndpointProvider : IEndpointProvider
{
    /// <exception cref="AmazonClientException">The settings contradict each other, or the partition has no such endpoint.</exception>
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        bool fips = parameters["UseFIPS"] is true;
        bool dualStack = parameters["UseDualStack"] is true;
        if (parameters["Endpoint"] is string { Length: > 0 } given)
        {
            return !fips && !dualStack ? new Endpoint(given)
                : throw new AmazonClientException("A service URL of one's own cannot be joined with FIPS or dual stack.");
        }

        if (parameters["Region"] is not string { Length: > 0 } region)
        {
            throw new AmazonClientException("No region is set for the RDS Data API.");
        }

        Partition partition = Fn.Partition(region) ?? throw new AmazonClientException($"'{region}' is in no known AWS partition.");
        Require(partition, fips, "supportsFIPS", "FIPS");
        Require(partition, dualStack, "supportsDualStack", "dual-stack");
        object suffix = Fn.GetAttr(partition, dualStack ? "dualStackDnsSuffix" : "dnsSuffix");
        return new Endpoint($"https://rds-data{(fips ? "-fips" : "")}.{region}.{suffix}");
    }

    private static void Require(Partition partition, bool asked, string attribute, string kind)
    {
        if (asked && Fn.GetAttr(partition, attribute) is not true)
        {
            throw new AmazonClientException($"The region's partition has no {kind} endpoints.");
        }
    }
}
