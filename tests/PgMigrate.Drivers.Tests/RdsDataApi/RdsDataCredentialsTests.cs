using System.Net;
using System.Net.Sockets;
using System.Text;
using PgMigrate.Drivers;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

[Collection(SandboxCollection.Name)]
public sealed class RdsDataCredentialsTests(SandboxFixture sandbox)
{
    [PostgresFact]
    public async Task A_role_is_assumed_with_the_keys_given_and_its_own_are_used()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        RdsDataApiEmulatorOptions emulator = database.Emulator.Options;
        using HttpListener tokens = Listen(out Uri url);
        Task<string> asked = AnswerAsync(tokens, emulator);
        ISqlSessionFactory sessions = DriverFactory.CreateRdsDataApi(new RdsDataApiOptions
        {
            ResourceArn = emulator.ResourceArn,
            SecretArn = emulator.SecretArn,
            ServiceUrl = database.Emulator.Endpoint,
            AccessKeyId = "AKIDCALLER",
            SecretAccessKey = "caller",
            RoleArn = "arn:aws:iam::123456789012:role/migrator",
            SecurityTokenServiceUrl = url,
        });

        await using ISqlSession session = await sessions.OpenAsync();

        string request = await asked;
        Assert.Contains("Action=AssumeRole&", request, StringComparison.Ordinal);
        Assert.Contains("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fmigrator", request, StringComparison.Ordinal);
        Assert.Contains("Credential=AKIDCALLER/", request, StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/sts/", request, StringComparison.Ordinal);
        Assert.Null(Assert.Single(database.Emulator.Calls).Error);
    }

    private static HttpListener Listen(out Uri url)
    {
        for (int attempt = 0; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(url.ToString());
            try
            {
                listener.Start();
                return listener;
            }
            catch (Exception error) when (error is HttpListenerException or SocketException && attempt < 20)
            {
                // Somebody was quicker to take the port.
                listener.Close();
            }
        }
    }

    /// <summary>Gives the keys that the emulator takes, and tells what it was asked.</summary>
    private static async Task<string> AnswerAsync(HttpListener listener, RdsDataApiEmulatorOptions keys)
    {
        HttpListenerContext context = await listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        string asked = await reader.ReadToEndAsync() + " " + context.Request.Headers["Authorization"];
        byte[] answer = Encoding.UTF8.GetBytes($"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>{keys.AccessKeyId}</AccessKeyId><SecretAccessKey>{keys.SecretAccessKey}</SecretAccessKey><SessionToken>token</SessionToken>
            <Expiration>{DateTime.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """);
        context.Response.ContentType = "text/xml";
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
        return asked;
    }
}
