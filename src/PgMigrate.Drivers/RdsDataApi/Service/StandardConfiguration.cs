using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The SDK's defaults mode "standard": the clients that take it for a limit give a connection 3.1 s. This one is given its limits by its configuration.</summary>
internal sealed class StandardConfiguration : DefaultConfiguration
{
    public StandardConfiguration()
    {
        Name = DefaultConfigurationMode.Standard;
        RetryMode = RequestRetryMode.Standard;
        ConnectTimeout = TimeSpan.FromMilliseconds(3_100);
    }
}
