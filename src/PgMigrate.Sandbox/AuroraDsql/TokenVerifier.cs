using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>
/// Checks a log-in token by the rules of AWS Signature Version 4 for presigned requests, computed here without the AWS SDK, so
/// that a mistake of the client's signer is found.
/// </summary>
internal sealed class TokenVerifier(string accessKeyId, string secretAccessKey, string region, TimeProvider time)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const int LongestLife = 604_800;
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <returns>Why the token does not open the door, or null when it does.</returns>
    public Refusal? Check(string token, string user, string host)
    {
        int question = token.IndexOf('?', StringComparison.Ordinal);

        // Two forms are in use: the Kotlin SDK leaves the slash out.
        if (question < 0 || token[..question].TrimEnd('/') != host)
        {
            return Refusal.AccessDenied();
        }

        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in token[(question + 1)..].Split('&'))
        {
            string[] parts = pair.Split('=', 2);
            if (parts.Length != 2 || !parameters.TryAdd(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])))
            {
                return Refusal.AccessDenied();
            }
        }

        string Value(string name) => parameters.GetValueOrDefault(name, "");
        string[] scope = Value("X-Amz-Credential").Split('/');
        bool wellFormed = Value("X-Amz-Algorithm") == Algorithm
            && Value("X-Amz-SignedHeaders") == "host"
            && Value("Action") == (user == "admin" ? "DbConnectAdmin" : "DbConnect")
            && scope is [_, _, _, "dsql", "aws4_request"] && scope[0] == accessKeyId && scope[2] == region;
        if (!wellFormed
            || !DateTimeOffset.TryParseExact(Value("X-Amz-Date"), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signed)
            || !int.TryParse(Value("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out int life) || life is < 1 or > LongestLife
            || scope[1] != Value("X-Amz-Date")[..8])
        {
            return Refusal.AccessDenied();
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(parameters, host, scope)), Encoding.UTF8.GetBytes(Value("X-Amz-Signature"))))
        {
            return Refusal.AccessDenied();
        }

        DateTimeOffset now = time.GetUtcNow();
        return now > signed.AddSeconds(life) ? Refusal.AccessDenied("Signature expired")
            : signed > now + ClockTolerance ? Refusal.AccessDenied("Signature not yet current")
            : null;
    }

    private string Sign(SortedDictionary<string, string> parameters, string host, string[] scope)
    {
        IEnumerable<string> query = parameters.Where(pair => pair.Key != "X-Amz-Signature")
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}");
        string request = $"GET\n/\n{string.Join('&', query)}\nhost:{host}\n\nhost\n{EmptyHash}";
        string text = $"{Algorithm}\n{parameters["X-Amz-Date"]}\n{string.Join('/', scope[1..])}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secretAccessKey);
        foreach (string part in scope[1..])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
