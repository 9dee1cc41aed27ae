using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>A certificate authority of the simulator's own and a server certificate for <c>localhost</c> from it.</summary>
internal sealed class SimulatorCertificate : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(2);

    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _server;

    public SimulatorCertificate(string host, DateTimeOffset now)
    {
        DateTimeOffset start = now - TimeSpan.FromHours(1);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=PgMigrate Aurora DSQL simulator CA", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, false));
        _authority = authority.CreateSelfSigned(start, now + Life);

        using ECDsa serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=" + host, serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 signed = server.Create(_authority, start, now + Life, RandomNumberGenerator.GetBytes(12));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(serverKey);

        // Windows' TLS cannot use a key that exists in memory only.
        _server = new X509Certificate2(withKey.Export(X509ContentType.Pfx));
        Context = SslStreamCertificateContext.Create(_server, null, offline: true);
    }

    /// <summary>What the server shows.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>The authority's certificate, PEM.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        _server.Dispose();
    }
}
