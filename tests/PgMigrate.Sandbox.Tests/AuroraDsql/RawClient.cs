using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.AuroraDsql.Wire;

namespace PgMigrate.Sandbox.Tests.AuroraDsql;

/// <summary>Speaks the protocol message by message, for the simple protocol and for what no driver would send.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;

    private RawClient(TcpClient tcp, Stream stream)
    {
        _tcp = tcp;
        Stream = new WireStream(stream);
    }

    public WireStream Stream { get; }

    /// <summary>Connects with direct TLS; the log-in is left to the caller.</summary>
    public static async Task<RawClient> ConnectAsync(DsqlSimulator simulator, string? serverName = null, bool direct = true, bool alpn = true)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", simulator.Port);
        if (!direct)
        {
            await tcp.GetStream().WriteAsync(new byte[] { 0, 0, 0, 8, 4, 210, 22, 47 });
            Assert.Equal('S', (char)tcp.GetStream().ReadByte());
        }

        var tls = new SslStream(tcp.GetStream());
        using X509Certificate2 authority = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(simulator.RootCertificate));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = serverName ?? simulator.Endpoint,
            CertificateChainPolicy = policy,
            ApplicationProtocols = alpn ? [new SslApplicationProtocol("postgresql")] : null,
        });
        return new RawClient(tcp, tls);
    }

    /// <summary>Connects and logs in.</summary>
    public static async Task<RawClient> OpenAsync(DsqlSimulator simulator)
    {
        RawClient client = await ConnectAsync(simulator);
        string token = await new DsqlTokenSource(simulator.ConnectionOptions(), TimeProvider.System).GetTokenAsync();
        string answer = await client.LogInAsync(token, "user", "admin", "database", "postgres");
        Assert.Equal("ready", answer);
        return client;
    }

    /// <summary>Sends startup and token; gives "ready" or the error's SQLSTATE, message and hint.</summary>
    public async Task<string> LogInAsync(string token, params string[] settings)
    {
        Stream.WriteStartup(Encoding.UTF8.GetBytes("\0\u0003\0\0" + string.Join('\0', settings) + "\0\0"));
        await Stream.FlushAsync(CancellationToken.None);
        while (await Stream.ReadAsync(CancellationToken.None) is { } message)
        {
            switch (message.Type)
            {
                case 'R' when message.Body[3] == 3:
                    Stream.Write(WireMessage.OfTexts('p', token));
                    await Stream.FlushAsync(CancellationToken.None);
                    break;
                case 'E':
                    return Describe(message);
                case 'Z':
                    return "ready";
            }
        }

        return "closed";
    }

    /// <summary>Sends a simple query; gives each answer as one text: a command's tag, a row's values, an error, the last status.</summary>
    public async Task<List<string>> QueryAsync(string sql)
    {
        Stream.Write(WireMessage.OfTexts('Q', sql));
        await Stream.FlushAsync(CancellationToken.None);
        return await ReadAsync();
    }

    /// <summary>Reads up to the next time that the server is ready, or "closed".</summary>
    public async Task<List<string>> ReadAsync()
    {
        var answers = new List<string>();
        while (await NextAsync() is { } message)
        {
            switch (message.Type)
            {
                case 'E':
                    answers.Add(Describe(message));
                    break;
                case 'C':
                    answers.Add(message.Text);
                    break;
                case 'Z':
                    answers.Add(((char)message.Body[0]).ToString());
                    return answers;
            }
        }

        answers.Add("closed");
        return answers;
    }

    /// <summary>The next message, or null at the end; a reset is an end, too.</summary>
    private async Task<WireMessage?> NextAsync()
    {
        try
        {
            return await Stream.ReadAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        _tcp.Dispose();
    }

    private static string Describe(WireMessage error)
    {
        var fields = ErrorFields.Read(error).ToDictionary(field => field.Letter, field => field.Text);
        return $"{fields['C']} {fields['M']}" + (fields.TryGetValue('H', out string? hint) ? $" ({hint})" : "");
    }
}
