using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>Finds credentials and signs a new token for each connection.</summary>
internal sealed class DsqlTokenSource
{
    private const string Admin = "admin";

    private readonly AuroraDsqlOptions _options;
    private readonly string _host;
    private readonly TimeProvider _time;
    private readonly RegionEndpoint _region;
    private readonly Lazy<AWSCredentials> _credentials;

    /// <exception cref="ArgumentException">No region is known.</exception>
    public DsqlTokenSource(AuroraDsqlOptions options, TimeProvider time)
    {
        _options = options;
        _host = options.Endpoint.ToLowerInvariant(); // What is signed is the name as a URL has it.
        _time = time;
        string region = options.Region ?? DsqlEndpoint.RegionOf(options.Endpoint) ?? ConfiguredRegion(options.ProfileName)
            ?? throw new ArgumentException(
                $"The endpoint '{options.Endpoint}' names no region (<id>.dsql.<region>.on.aws). Give the region by itself.", nameof(options));
        _region = RegionEndpoint.GetBySystemName(region);

        // Found on first use: asking an instance's metadata service may take seconds, which a mere construction must not.
        _credentials = new Lazy<AWSCredentials>(FindCredentials);
    }

    /// <summary>The region tokens are signed for.</summary>
    public string Region => _region.SystemName;

    /// <exception cref="AmazonClientException">There are no credentials, or the role cannot be assumed.</exception>
    public Task<string> GetTokenAsync()
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        return _options.UserName == Admin
            ? DSQLAuthTokenGenerator.GenerateDbConnectAdminAuthTokenAsync(_credentials.Value, _region, _host, _options.TokenLifetime, now)
            : DSQLAuthTokenGenerator.GenerateDbConnectAuthTokenAsync(_credentials.Value, _region, _host, _options.TokenLifetime, now);
    }

    /// <summary>The environment's region, else the profile's; the instance's own is not asked for, because that takes a call.</summary>
    private static string? ConfiguredRegion(string? profile)
    {
        foreach (string name in new[] { "AWS_REGION", "AWS_DEFAULT_REGION" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } region)
            {
                return region;
            }
        }

        string chosen = profile ?? Environment.GetEnvironmentVariable("AWS_PROFILE") ?? "default";
        return new CredentialProfileStoreChain().TryGetProfile(chosen, out CredentialProfile found) ? found.Region?.SystemName : null;
    }

    private AWSCredentials FindCredentials()
    {
        AWSCredentials own = _options.AccessKeyId is { } key ? FromKeys(key, _options.SecretAccessKey ?? "", _options.SessionToken)
            : _options.ProfileName is { } profile ? FromProfile(profile)
            : DefaultAWSCredentialsIdentityResolver.GetCredentials();
        return _options.RoleArn is { } role ? Assume(own, role) : own;
    }

    private static AWSCredentials FromKeys(string key, string secret, string? token) =>
        string.IsNullOrEmpty(token) ? new BasicAWSCredentials(key, secret) : new SessionAWSCredentials(key, secret, token);

    private static AWSCredentials FromProfile(string profile) =>
        new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out AWSCredentials found)
            ? found
            : throw new AmazonClientException($"The AWS profile '{profile}' does not exist or has no credentials.");

    private AssumeRoleAWSCredentials Assume(AWSCredentials own, string role)
    {
        // The core package finds the STS client by name; a direct use keeps its assembly in every published copy.
        _ = typeof(AmazonSecurityTokenServiceClient);
        return new AssumeRoleAWSCredentials(own, role, "PgMigrate");
    }
}
