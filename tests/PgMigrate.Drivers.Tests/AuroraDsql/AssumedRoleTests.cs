using System.Net;
using System.Text;
using System.Web;
using PgMigrate.Drivers.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>A role is assumed through STS; a listener stands in for it.</summary>
public sealed class AssumedRoleTests
{
    private const string Role = "arn:aws:iam::111122223333:role/migrations";

    [Fact]
    public async Task Signs_with_the_keys_of_the_role()
    {
        using HttpListener sts = Listen(out string address);
        Task<string> asked = AnswerAsync(sts);
        string? before = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_STS");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_STS", address);
        try
        {
            var options = new AuroraDsqlOptions
            {
                Endpoint = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws",
                AccessKeyId = "AKIDOWN",
                SecretAccessKey = "own",
                RoleArn = Role,
            };

            string token = await new DsqlTokenSource(options, TimeProvider.System).GetTokenAsync();

            Assert.Contains("X-Amz-Credential=ASIAROLE%2F", token, StringComparison.Ordinal);
            Assert.Contains("X-Amz-Security-Token=role-token%2F%3D%3D&", token, StringComparison.Ordinal);
            string request = await asked;
            Assert.Contains("Credential=AKIDOWN/", request, StringComparison.Ordinal);
            Assert.Equal(Role, HttpUtility.ParseQueryString(request[(request.IndexOf('\n', StringComparison.Ordinal) + 1)..])["RoleArn"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_STS", before);
        }
    }

    private static HttpListener Listen(out string address)
    {
        for (int attempt = 0; ; attempt++)
        {
            var listener = new HttpListener();
            address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }
    }

    private static async Task<string> AnswerAsync(HttpListener listener)
    {
        HttpListenerContext context = await listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        string body = await reader.ReadToEndAsync();
        string answer = $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <AssumedRoleUser><Arn>{Role}</Arn><AssumedRoleId>AROA:PgMigrate</AssumedRoleId></AssumedRoleUser>
            <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token/==</SessionToken>
            <Expiration>{DateTime.UtcNow.AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}</Expiration></Credentials>
            </AssumeRoleResult></AssumeRoleResponse>
            """;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        context.Response.Close();
        return context.Request.Headers["Authorization"] + "\n" + body;
    }
}
