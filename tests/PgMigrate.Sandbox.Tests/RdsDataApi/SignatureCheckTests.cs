using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>Requests that are not signed as they should be are turned away.</summary>
[Collection(SandboxCollection.Name)]
public sealed class SignatureCheckTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task A_right_one_is_taken() => Assert.Null(await SendAsync(_ => { }));

    [PostgresFact]
    public async Task None_is_refused() =>
        Assert.Equal("MissingAuthenticationTokenException", await SendAsync(request => request.Headers.Remove("Authorization")));

    [PostgresFact]
    public async Task Nonsense_is_refused() => Assert.Equal("IncompleteSignatureException", await SendAsync(request => Authorize(request, "Basic eDp5")));

    [PostgresFact]
    public async Task Another_body_is_refused() => Assert.Equal(
        "InvalidSignatureException", await SendAsync(request => request.Content = new StringContent("{}", Encoding.UTF8, "application/json")));

    [PostgresFact]
    public async Task Another_path_is_refused() => Assert.Equal(
        "InvalidSignatureException", await SendAsync(request => request.RequestUri = new Uri(request.RequestUri!, "/CommitTransaction")));

    [PostgresFact]
    public async Task A_changed_time_is_refused() => Assert.Equal("InvalidSignatureException", await SendAsync(request =>
    {
        request.Headers.Remove("X-Amz-Date");
        request.Headers.Add("X-Amz-Date", Time(DateTimeOffset.UtcNow.AddSeconds(-30)));
    }));

    [PostgresTheory]
    [InlineData("region", "us-east-1", "InvalidSignatureException")]
    [InlineData("service", "rds", "InvalidSignatureException")]
    [InlineData("key", "AKIDOTHER", "UnrecognizedClientException")]
    [InlineData("secret", "wrong", "InvalidSignatureException")]
    [InlineData("headers", "host", "InvalidSignatureException")]
    [InlineData("age", "-6", "InvalidSignatureException")]
    [InlineData("age", "6", "InvalidSignatureException")]
    public async Task One_for_something_else_is_refused(string part, string value, string expected) =>
        Assert.Equal(expected, await SendAsync(_ => { }, new Dictionary<string, string> { [part] = value }));

    private async Task<string?> SendAsync(Action<HttpRequestMessage> tamper, Dictionary<string, string>? parts = null)
    {
        await using RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(sandbox.Server);
        RdsDataApiEmulatorOptions options = emulator.Options;
        string body = $$"""{"resourceArn":"{{options.ResourceArn}}","secretArn":"{{options.SecretArn}}","sql":"SELECT 1"}""";
        using HttpRequestMessage request = Sign(emulator, body, parts ?? []);
        tamper(request);
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.SendAsync(request);
        string? error = response.Headers.TryGetValues("x-amzn-ErrorType", out IEnumerable<string>? names) ? names.Single() : null;
        Assert.Equal(error is null, response.StatusCode == HttpStatusCode.OK);
        Assert.Equal(error is null ? 1 : 0, emulator.Calls.Count);
        return error;
    }

    /// <summary>Signs as the guide to signature version 4 tells, written down a second time.</summary>
    private static HttpRequestMessage Sign(RdsDataApiEmulator emulator, string body, Dictionary<string, string> parts)
    {
        RdsDataApiEmulatorOptions options = emulator.Options;
        string time = Time(DateTimeOffset.UtcNow.AddMinutes(int.Parse(parts.GetValueOrDefault("age", "0"), CultureInfo.InvariantCulture)));
        string scope = $"{time[..8]}/{parts.GetValueOrDefault("region", options.Region)}/{parts.GetValueOrDefault("service", "rds-data")}/aws4_request";
        string headers = parts.GetValueOrDefault("headers", "host;x-amz-date");
        string values = $"host:{emulator.Endpoint.Authority}\n" + (headers.Contains("date", StringComparison.Ordinal) ? $"x-amz-date:{time}\n" : "");
        string canonical = $"POST\n/Execute\n\n{values}\n{headers}\n{Hash(body)}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + parts.GetValueOrDefault("secret", options.SecretAccessKey));
        key = scope.Split('/').Aggregate(key, Mac);
        string signature = Convert.ToHexString(Mac(key, $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}")).ToLowerInvariant();
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(emulator.Endpoint, "/Execute"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Amz-Date", time);
        Authorize(request, $"AWS4-HMAC-SHA256 Credential={parts.GetValueOrDefault("key", options.AccessKeyId)}/{scope}, SignedHeaders={headers}, Signature={signature}");
        return request;
    }

    private static void Authorize(HttpRequestMessage request, string value)
    {
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", value);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
