using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PgMigrate.Drivers.Tests.Running;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Postgres;

/// <summary>What the client lets a server on another machine see. The server is a listener at an address of this machine that is not loopback.</summary>
public sealed class TlsDefaultTests
{
    /// <summary>Length of an SSLRequest and its code (PostgreSQL manual, 55.7).</summary>
    private const int RequestLength = 8;
    private const int RequestCode = 80877103;

    public static string? NoAddress => Address is null ? "This machine has no address but loopback." : null;

    private static IPAddress? Address { get; } = NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    [RemoteFact]
    public async Task A_remote_server_without_tls_is_refused_and_gets_to_see_nothing()
    {
        (SqlFailureException? error, string heard) = await MeetAsync(null, "");
        Assert.NotNull(error);
        Assert.Contains("-SslMode", error.Failure.Hint, StringComparison.Ordinal);
        Assert.Contains("-RootCertificate", error.Failure.Hint, StringComparison.Ordinal);
        Assert.Equal("tls?", heard);
    }

    [RemoteTheory]
    [InlineData("SSL Mode=Disable", "startup in plain")]
    [InlineData("SSL Mode=Prefer", "tls? startup in plain")]
    public async Task What_is_said_is_done(string said, string expected) => Assert.Equal(expected, (await MeetAsync(null, said)).Heard);

    [RemoteFact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_the_server_gets_to_see_nothing()
    {
        using X509Certificate2 certificate = MakeCertificate(Address!);
        (SqlFailureException? error, string heard) = await MeetAsync(certificate, "");
        Assert.Contains("-RootCertificate", error!.Failure.Hint, StringComparison.Ordinal);
        Assert.Equal("tls?", heard);
    }

    [RemoteFact]
    public async Task A_certificate_of_another_host_is_refused()
    {
        using X509Certificate2 certificate = MakeCertificate(IPAddress.Parse("192.0.2.1"));
        string file = await WriteAsync(certificate);
        (SqlFailureException? error, string heard) = await MeetAsync(certificate, $"Root Certificate={file}");
        Assert.NotNull(error!.Failure.Hint);
        Assert.Equal("tls?", heard);
        Assert.Equal("tls? startup in tls", (await MeetAsync(certificate, $"Root Certificate={file};SSL Mode=VerifyCA")).Heard);
    }

    [RemoteFact]
    public async Task A_trusted_certificate_is_accepted_by_default()
    {
        using X509Certificate2 certificate = MakeCertificate(Address!);
        Assert.Equal("tls? startup in tls", (await MeetAsync(certificate, $"Root Certificate={await WriteAsync(certificate)}")).Heard);
    }

    [RemoteFact]
    public async Task Unverified_tls_is_had_by_asking() => Assert.Equal("tls? startup in tls", (await WithCertificateAsync("SSL Mode=Require")).Heard);

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("LOCALHOST.", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.9.1", false)]
    [InlineData("::1", false)]
    [InlineData("/var/run/postgresql", false)]
    [InlineData("@abstract", false)]
    [InlineData("localhost:5433", false)]
    [InlineData("127.0.0.1:5433,localhost", false)]
    [InlineData("localhost,db.example.com", true)]
    [InlineData("db.example.com", true)]
    [InlineData("localhost.example.com", true)]
    [InlineData("127.0.0.1.example.com", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.0.0.1:5432", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("0.0.0.0", true)]
    public void A_host_is_this_machine_or_another(string host, bool remote) => Assert.Equal(remote, Drivers.Postgres.HostTrust.IsRemote(host));

    [Theory]
    [InlineData("Host=db.example.com", null, "VerifyFull", true)]
    [InlineData("host=db.example.com sslmode=prefer", null, "Prefer", false)]
    [InlineData("postgres://u@db.example.com/d?sslmode=disable", null, "Disable", false)]
    [InlineData("Host=db.example.com;SSL Mode=Require", null, "Require", false)]
    [InlineData("Host=db.example.com;SSL Mode=Require", "VerifyCA", "VerifyCA", false)]
    [InlineData("Host=localhost", null, "Prefer", false)]
    [InlineData("Host=/tmp", null, "Prefer", false)]
    public void The_mode_is_the_callers_or_the_safe_one(string connectionString, string? parameter, string mode, bool byDefault)
    {
        (Npgsql.NpgsqlConnectionStringBuilder settings, bool tlsByDefault) = Drivers.Postgres.ConnectionSettings.Build(
            new PostgresConnectionOptions { ConnectionString = connectionString, SslMode = parameter });
        Assert.Equal((mode, byDefault), (settings.SslMode.ToString(), tlsByDefault));
    }

    private static async Task<(SqlFailureException? Error, string Heard)> WithCertificateAsync(string more)
    {
        using X509Certificate2 certificate = MakeCertificate(Address!);
        return await MeetAsync(certificate, more);
    }

    /// <summary>Lets the driver meet a server; tells how the opening failed, and what the server got to hear before it hung up.</summary>
    private static async Task<(SqlFailureException? Error, string Heard)> MeetAsync(X509Certificate2? certificate, string more)
    {
        using var listener = new TcpListener(Address!, 0);
        listener.Start();
        using var limit = new CancellationTokenSource(MigrationDatabase.Patience);
        var heard = new List<string>();
        using var accepting = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        Task server = ServeAsync(listener, certificate, heard, accepting.Token, limit.Token);
        ISqlSessionFactory factory = DriverFactory.CreatePostgres(new PostgresConnectionOptions
        {
            ConnectionString = $"Host={Address};Port={((IPEndPoint)listener.LocalEndpoint).Port};Username=u;Password=secret;Database=d;{more}",
        });
        SqlFailureException error = await Assert.ThrowsAsync<SqlFailureException>(() => factory.OpenAsync(limit.Token));

        // A client that has hung up is still heard to its end.
        await accepting.CancelAsync();
        await server;
        return (error, string.Join(" | ", heard.Distinct()));
    }

    /// <summary>The driver may come more than once: what it lets be seen must be the same each time.</summary>
    private static async Task ServeAsync(
        TcpListener listener, X509Certificate2? certificate, List<string> heard, CancellationToken accepting, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(accepting);
                heard.Add(await ServeAsync(client, certificate, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            // The driver has given up.
        }
    }

    private static async Task<string> ServeAsync(TcpClient client, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        Stream stream = client.GetStream();
        var heard = new List<string>();
        byte[] head = new byte[RequestLength];
        if (await ReadAsync(stream, head, cancellationToken) && BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) == RequestCode)
        {
            heard.Add("tls?");
            await stream.WriteAsync(new[] { (byte)(certificate is null ? 'N' : 'S') }, cancellationToken);
            if (certificate is not null)
            {
                var tls = new SslStream(stream);
                try
                {
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
                }
                catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
                {
                    return string.Join(' ', heard);
                }

                stream = tls;
            }

            Array.Clear(head);
            await ReadAsync(stream, head, cancellationToken);
        }

        if (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) == 3 << 16)
        {
            heard.Add("startup in " + (stream is SslStream ? "tls" : "plain"));
        }

        return string.Join(' ', heard);
    }

    private static async Task<bool> ReadAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) == buffer.Length;
        }
        catch (IOException)
        {
            return false; // The client hung up.
        }
    }

    private static X509Certificate2 MakeCertificate(IPAddress address)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=PgMigrate test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task<string> WriteAsync(X509Certificate2 certificate)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("pgmigrate-tls-").FullName, "root.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem(), Encoding.ASCII);
        return file;
    }
}
