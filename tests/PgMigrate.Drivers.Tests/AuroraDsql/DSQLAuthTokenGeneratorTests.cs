using Amazon;
using Amazon.Runtime;
using PgMigrate.Drivers.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

public sealed class DSQLAuthTokenGeneratorTests
{
    private const string Host = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws";
    private const string Key = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static readonly DateTime Now = new(2026, 11, 21, 7, 0, 0, DateTimeKind.Utc);

    /// <summary>Signatures that @aws-sdk/dsql-signer 3.1142.0 gave for these keys and this moment.</summary>
    [Theory]
    [InlineData(true, null, "aed8f7f68f808129d98da8b71a6330597c7f3b26f2a808edd03bdc8a3ef5e8ba")]
    [InlineData(false, null, "e16dea0df3444cfda0819f7805a5bd8484a02470b201b5916bf57beb7f523978")]
    [InlineData(true, "tok+/en==", "88e754ce8aef01b980c5ff179a08d82089da887473f3c5b7833cf82bca25b613")]
    [InlineData(false, "tok+/en==", "7a748b7964825fc6414e28e401fabf18cb4810ab052a99f128ec730b52b13ae7")]
    public async Task Equals_the_signature_of_the_AWS_signer(bool admin, string? sessionToken, string signature)
    {
        string token = await TokenAsync(admin, sessionToken, TimeSpan.FromMinutes(15));

        Assert.Contains("&X-Amz-Signature=" + signature + "&", token, StringComparison.Ordinal);
        Assert.StartsWith($"{Host}/?Action={(admin ? "DbConnectAdmin" : "DbConnect")}&X-Amz-Algorithm=AWS4-HMAC-SHA256&", token, StringComparison.Ordinal);
        Assert.Contains("&X-Amz-Expires=900&", token, StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task Equals_the_AWS_signers_token_byte_for_byte()
    {
        const string script = """
            const { DsqlSigner } = require("@aws-sdk/dsql-signer");
            const Real = Date, at = Real.parse("2026-11-21T07:00:00Z");
            global.Date = class extends Real { constructor(...a) { super(...(a.length ? a : [at])); } static now() { return at; } };
            (async () => {
                for (const sessionToken of [undefined, "tok+/en=="]) {
                    const signer = new DsqlSigner({ hostname: process.env.HOST, region: "us-east-1", expiresIn: 604800,
                        credentials: { accessKeyId: process.env.KEY, secretAccessKey: process.env.SECRET, sessionToken } });
                    console.log(await signer.getDbConnectAdminAuthToken());
                    console.log(await signer.getDbConnectAuthToken());
                }
            })();
            """;
        string output = await NodePackages.RunAsync(script, new Dictionary<string, string> { ["HOST"] = Host, ["KEY"] = Key, ["SECRET"] = Secret });

        TimeSpan week = TimeSpan.FromDays(7);
        string[] ours =
        [
            await TokenAsync(true, null, week), await TokenAsync(false, null, week),
            await TokenAsync(true, "tok+/en==", week), await TokenAsync(false, "tok+/en==", week),
        ];
        Assert.Equal(ours, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((7 * 24 * 3600) + 1)]
    public async Task Refuses_a_life_that_the_service_refuses(int seconds) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TokenAsync(true, null, TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz.dsql.eu-west-1.on.aws", "eu-west-1")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ.DSQL.EU-WEST-1.ON.AWS", "eu-west-1")]
    [InlineData("abcdefghijklmnopqrstuvwxyz.dsql-fnh4.us-east-2.on.aws", "us-east-2")]
    [InlineData("abc.dsql.eu-west-1.on.aws.example.com", null)]
    [InlineData("localhost", null)]
    public void Reads_the_region_of_an_endpoint(string host, string? region) => Assert.Equal(region, DsqlEndpoint.RegionOf(host));

    [Theory]
    [InlineData("admin", "Action=DbConnectAdmin&")]
    [InlineData("Admin", "Action=DbConnect&")]
    [InlineData("app", "Action=DbConnect&")]
    public async Task The_user_decides_the_action(string user, string action)
    {
        var source = new DsqlTokenSource(
            new AuroraDsqlOptions { Endpoint = Host, UserName = user, AccessKeyId = Key, SecretAccessKey = Secret }, TimeProvider.System);

        Assert.Contains(action, await source.GetTokenAsync(), StringComparison.Ordinal);
        Assert.Equal("us-east-1", source.Region);
    }

    [Fact]
    public async Task The_case_of_the_host_does_not_matter()
    {
        var options = new AuroraDsqlOptions { Endpoint = Host.ToUpperInvariant(), AccessKeyId = Key, SecretAccessKey = Secret };

        Assert.StartsWith(Host + "/?", await new DsqlTokenSource(options, TimeProvider.System).GetTokenAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_profile_is_named()
    {
        var source = new DsqlTokenSource(new AuroraDsqlOptions { Endpoint = Host, ProfileName = "no-such-profile" }, TimeProvider.System);

        AmazonClientException error = await Assert.ThrowsAsync<AmazonClientException>(source.GetTokenAsync);
        Assert.Contains("'no-such-profile'", error.Message, StringComparison.Ordinal);
    }

    private static Task<string> TokenAsync(bool admin, string? sessionToken, TimeSpan life)
    {
        AWSCredentials credentials = sessionToken is null ? new BasicAWSCredentials(Key, Secret) : new SessionAWSCredentials(Key, Secret, sessionToken);
        return admin
            ? DSQLAuthTokenGenerator.GenerateDbConnectAdminAuthTokenAsync(credentials, RegionEndpoint.USEast1, Host, life, Now)
            : DSQLAuthTokenGenerator.GenerateDbConnectAuthTokenAsync(credentials, RegionEndpoint.USEast1, Host, life, Now);
    }
}
