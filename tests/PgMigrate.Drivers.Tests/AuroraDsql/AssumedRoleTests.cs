using System.Net;
using System.Text;
using System.Web;
using PgMigrate.Drivers.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>A role is assumed through STS; a listener stands in for it.</summary>
[Collection(EnvironmentCollection.Name)]
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

    /// <summary>As GitHub Actions and EKS hand out credentials: a file with a token, and a role's name.</summary>
    [Fact]
    public async Task Takes_a_web_identity_from_the_environment()
    {
        using HttpListener sts = Listen(out string address);
        Task<string> asked = AnswerAsync(sts, "AssumeRoleWithWebIdentity");
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "web-token");
        var environment = new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL_STS"] = address,
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = file,
            ["AWS_ROLE_ARN"] = Role,
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
            ["AWS_PROFILE"] = null,
            ["AWS_SHARED_CREDENTIALS_FILE"] = file + ".none",
        };
        Dictionary<string, string?> before = environment.Keys.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        try
        {
            foreach ((string name, string? value) in environment)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            var options = new AuroraDsqlOptions { Endpoint = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws", UserName = "app" };
            string token = await new DsqlTokenSource(options, TimeProvider.System).GetTokenAsync();

            Assert.Contains("Action=DbConnect&", token, StringComparison.Ordinal);
            Assert.Contains("X-Amz-Credential=ASIAROLE%2F", token, StringComparison.Ordinal);
            Assert.Contains("WebIdentityToken=web-token", await asked, StringComparison.Ordinal);
        }
        finally
        {
            foreach ((string name, string? value) in before)
            {
                Environment.SetEnvironmentVariable(name, value);
            }

            File.Delete(file);
        }
    }

    [Fact]
    public void The_region_is_the_endpoints_else_the_environments()
    {
        string?[] before = [Environment.GetEnvironmentVariable("AWS_REGION"), Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION")];
        try
        {
            Environment.SetEnvironmentVariable("AWS_REGION", "eu-central-1");
            Assert.Equal("eu-central-1", RegionOf("db.example.com"));
            Assert.Equal("us-east-1", RegionOf("abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"));
            Environment.SetEnvironmentVariable("AWS_REGION", null);
            Environment.SetEnvironmentVariable("AWS_DEFAULT_REGION", null);
            ArgumentException error = Assert.Throws<ArgumentException>(() => DriverFactory.CreateAuroraDsql(new AuroraDsqlOptions { Endpoint = "db.example.com", ProfileName = "no-such-profile" }));
            Assert.Contains("names no region", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_REGION", before[0]);
            Environment.SetEnvironmentVariable("AWS_DEFAULT_REGION", before[1]);
        }

        static string RegionOf(string endpoint) => new DsqlTokenSource(new AuroraDsqlOptions { Endpoint = endpoint }, TimeProvider.System).Region;
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
            catch (Exception error) when (error is HttpListenerException or System.Net.Sockets.SocketException && attempt < 20)
            {
                listener.Close();
            }
        }
    }

    private static async Task<string> AnswerAsync(HttpListener listener, string action = "AssumeRole")
    {
        HttpListenerContext context = await listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        string body = await reader.ReadToEndAsync();
        string answer = $"""
            <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>
            <AssumedRoleUser><Arn>{Role}</Arn><AssumedRoleId>AROA:PgMigrate</AssumedRoleId></AssumedRoleUser>
            <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token/==</SessionToken>
            <Expiration>{DateTime.UtcNow.AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}</Expiration></Credentials>
            </{action}Result></{action}Response>
            """;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        context.Response.Close();
        return context.Request.Headers["Authorization"] + "\n" + body;
    }
}
