using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>
/// Temporary credentials of a role, taken with others and renewed before they run out. From the region's own endpoint, which AWS
/// recommends and which is the only one in other partitions.
/// </summary>
internal sealed class AssumedRole : RefreshingAWSCredentials
{
    private readonly AmazonSecurityTokenServiceClient _client;
    private readonly string _role;

    public AssumedRole(AWSCredentials own, string role, string region, Uri? serviceUrl)
    {
        _role = role;
        var config = new AmazonSecurityTokenServiceConfig();
        if (serviceUrl is not null)
        {
            config.ServiceURL = serviceUrl.ToString();
            config.AuthenticationRegion = region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        _client = new AmazonSecurityTokenServiceClient(own, config);

        // A call that is on its way when they run out would be refused.
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var request = new AssumeRoleRequest
        {
            RoleArn = _role,
            RoleSessionName = string.Create(CultureInfo.InvariantCulture, $"PgMigrate-{Environment.ProcessId}"),
        };
        Credentials given = (await _client.AssumeRoleAsync(request).ConfigureAwait(false)).Credentials;
        return new CredentialsRefreshState(
            new ImmutableCredentials(given.AccessKeyId, given.SecretAccessKey, given.SessionToken), given.Expiration ?? DateTime.UtcNow.AddHours(1));
    }

    protected override void Dispose(bool disposing)
    {
        _client.Dispose();
        base.Dispose(disposing);
    }
}
