using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>Checks a request's signature (AWS Signature Version 4) by making it again.</summary>
internal sealed class SignatureCheck(RdsDataApiEmulatorOptions options)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Service = "rds-data";

    /// <summary>How far the clocks may be apart; the services' own number.</summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(5);

    /// <exception cref="ServiceError">The signature is missing, broken, old or wrong.</exception>
    public void Verify(HttpListenerRequest request, byte[] body)
    {
        if (request.Headers["Authorization"] is not { Length: > 0 } authorization)
        {
            throw new ServiceError("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
        }

        Dictionary<string, string> parts = ReadParts(authorization);
        string[] scope = parts["Credential"].Split('/');
        string[] names = parts["SignedHeaders"].Split(';');
        string time = request.Headers["X-Amz-Date"] ?? "";
        CheckScope(scope, names, time);
        string bodyHash = Hex(SHA256.HashData(body));
        if (request.Headers["X-Amz-Content-SHA256"] is { } claimed && claimed != bodyHash)
        {
            throw Wrong("The body's hash does not match.");
        }

        string canonical = string.Join('\n',
            request.HttpMethod,
            request.Url!.AbsolutePath,
            Query(request.Url.Query),
            string.Concat(names.Select(name => $"{name}:{Value(request, name)}\n")),
            parts["SignedHeaders"],
            bodyHash);
        string scopeText = string.Join('/', scope.Skip(1));
        string toSign = string.Join('\n', Algorithm, time, scopeText, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + options.SecretAccessKey);
        foreach (string step in scope.Skip(1))
        {
            key = Sign(key, step);
        }

        byte[] expected = Encoding.ASCII.GetBytes(Hex(Sign(key, toSign)));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(parts["Signature"])))
        {
            throw Wrong("The request signature we calculated does not match the signature you provided.");
        }
    }

    private static Dictionary<string, string> ReadParts(string authorization)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            foreach (string part in authorization[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries))
            {
                int equals = part.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                {
                    parts[part[..equals]] = part[(equals + 1)..];
                }
            }
        }

        return parts.ContainsKey("Credential") && parts.ContainsKey("SignedHeaders") && parts.ContainsKey("Signature") ? parts
            : throw new ServiceError("IncompleteSignatureException", 400, "The Authorization header is no signature of version 4.");
    }

    private void CheckScope(string[] scope, string[] names, string time)
    {
        if (scope.Length != 5 || scope[4] != "aws4_request" || scope[3] != Service || scope[2] != options.Region
            || !time.StartsWith(scope[1], StringComparison.Ordinal))
        {
            throw Wrong($"Credential should be scoped to a valid date, the region '{options.Region}' and the service '{Service}'.");
        }

        if (scope[0] != options.AccessKeyId)
        {
            throw new ServiceError("UnrecognizedClientException", 403, "The security token included in the request is invalid.");
        }

        if (!names.Contains("host") || !names.Contains("x-amz-date"))
        {
            throw Wrong("The headers Host and X-Amz-Date must be signed.");
        }

        if (!DateTimeOffset.TryParseExact(
                time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signed)
            || (options.Time.GetUtcNow() - signed).Duration() > MaxSkew)
        {
            throw Wrong($"Signature expired: {time} is too far from the service's clock.");
        }
    }

    private static string Value(HttpListenerRequest request, string name) =>
        string.Join(' ', (request.Headers[name] ?? throw Wrong($"The signed header '{name}' is missing.")).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Query(string query) => string.Join('&',
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal));

    private static ServiceError Wrong(string message) => new("InvalidSignatureException", 403, message);

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
