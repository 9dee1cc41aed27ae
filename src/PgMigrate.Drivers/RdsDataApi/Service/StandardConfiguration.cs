using Amazon.Runtime;

namespace PgMigrate.Drivers.RdsDataApi.Service;

/// <summary>The SDK's defaults mode "standard": a connection within 3.1 s, no other limit.</summary>
internal sealed class StandardConfiguration : DefaultConfiguration
{
    public StandardConfiguration()
    {
        Name = DefaultConfigurationMode.Standard;
        RetryMode = RequestRetryMode.Standard;
        ConnectTimeout = TimeSpan.FromMilliseconds(3_100);
    }
}
