using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>Finds the AWS credentials.</summary>
internal static class RdsDataCredentials
{
    /// <exception cref="AmazonClientException">There are none.</exception>
    public static AWSCredentials Find(RdsDataApiOptions options, IClientConfig config)
    {
        AWSCredentials own = FindOwn(options, config);
        return options.RoleArn is not { Length: > 0 } role ? own
            : new AssumedRole(own, role, options.Region ?? options.ResourceArn.Split(':')[3], options.SecurityTokenServiceUrl);
    }

    private static AWSCredentials FindOwn(RdsDataApiOptions options, IClientConfig config)
    {
        if (options.AccessKeyId is { Length: > 0 } key)
        {
            string secret = options.SecretAccessKey ?? throw new AmazonClientException("An access key needs its secret.");
            return options.SessionToken is { Length: > 0 } token ? new SessionAWSCredentials(key, secret, token) : new BasicAWSCredentials(key, secret);
        }

        if (options.ProfileName is { Length: > 0 } profile)
        {
            return new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out AWSCredentials found) ? found
                : throw new AmazonClientException($"The shared AWS files have no profile '{profile}' that can be used.");
        }

        return DefaultAWSCredentialsIdentityResolver.GetCredentials(config);
    }
}
