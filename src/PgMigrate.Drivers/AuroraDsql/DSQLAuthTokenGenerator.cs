using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>
/// Makes log-in tokens as <c>Amazon.DSQL.Util.DSQLAuthTokenGenerator</c> of AWSSDK.DSQL does, with its names and arguments, so
/// that it can take this file's place. A token is a presigned GET of the host's root without <c>https://</c>; it is computed
/// here, nothing is sent.
/// </summary>
internal static class DSQLAuthTokenGenerator
{
    private const string Service = "dsql";
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);

    /// <summary>A token for any role but admin.</summary>
    public static Task<string> GenerateDbConnectAuthTokenAsync(
        AWSCredentials credentials, RegionEndpoint region, string hostname, TimeSpan expiresIn, DateTime? signedAt = null) =>
        GenerateAsync(credentials, region, hostname, expiresIn, "DbConnect", signedAt);

    /// <summary>A token for the role admin.</summary>
    public static Task<string> GenerateDbConnectAdminAuthTokenAsync(
        AWSCredentials credentials, RegionEndpoint region, string hostname, TimeSpan expiresIn, DateTime? signedAt = null) =>
        GenerateAsync(credentials, region, hostname, expiresIn, "DbConnectAdmin", signedAt);

    private static async Task<string> GenerateAsync(
        AWSCredentials credentials, RegionEndpoint region, string hostname, TimeSpan expiresIn, string action, DateTime? signedAt)
    {
        if (expiresIn <= TimeSpan.Zero || expiresIn > LongestLife)
        {
            throw new ArgumentOutOfRangeException(nameof(expiresIn), "A token lives longer than no time and at most 7 days.");
        }

        ImmutableCredentials keys = await credentials.GetCredentialsAsync().ConfigureAwait(false);
        var request = new DefaultRequest(new EmptyRequest(), Service)
        {
            UseQueryString = true,
            HttpMethod = "GET",
            Endpoint = new Uri($"https://{hostname}/"),
        };
        request.Parameters["Action"] = action;
        request.Parameters["X-Amz-Expires"] = ((long)expiresIn.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (keys.UseToken)
        {
            request.Parameters["X-Amz-Security-Token"] = keys.Token;
        }

        string signature = AWS4PreSignedUrlSigner.SignRequest(
            request, null, new RequestMetrics(), keys.AccessKey, keys.SecretKey, Service, region.SystemName,
            signedAt ?? DateTime.UtcNow).ForQueryParameters;

        // Sorted by name, the order in which other AWS SDKs give the parameters; the signature does not depend on it.
        IEnumerable<string> parameters = request.Parameters
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")
            .Concat(signature.Split('&'))
            .Order(StringComparer.Ordinal);
        return $"{hostname}/?{string.Join('&', parameters)}";
    }

    private sealed class EmptyRequest : AmazonWebServiceRequest;
}
