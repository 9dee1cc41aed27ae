using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using PgMigrate.Sandbox.AuroraDsql.Wire;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>Takes a connection up to the log-in: TLS, direct or asked for, server name, startup packet, token.</summary>
internal sealed class ClientDoor(DsqlSimulator simulator)
{
    private const int SslRequest = 80_877_103;
    private const int GssRequest = 80_877_104;
    private const int CancelRequest = 80_877_102;
    private const int Protocol3 = 196_608;
    private static readonly SslApplicationProtocol Postgres = new("postgresql");

    /// <summary>A client that may come in, or null for one that was sent away or only cancelled a statement.</summary>
    public async Task<ClientArrival?> AdmitAsync(Socket socket, CancellationToken cancellationToken)
    {
        var network = new NetworkStream(socket, ownsSocket: true);
        byte[] first = new byte[1];
        bool direct = await socket.ReceiveAsync(first, SocketFlags.Peek, cancellationToken).ConfigureAwait(false) == 1 && first[0] == 0x16;
        if (!direct && !await AwaitTlsAsync(network, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var tls = new SslStream(network);
        string serverName = "";
        await tls.AuthenticateAsServerAsync(
            (_, hello, _, _) =>
            {
                serverName = hello.ServerName;
                return string.IsNullOrEmpty(serverName)
                    ? throw new AuthenticationException("unable to accept connection, sni was not received")
                    : ValueTask.FromResult(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = simulator.Certificate.Context,
                        ApplicationProtocols = [Postgres],
                        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    });
            },
            null,
            cancellationToken).ConfigureAwait(false);
        if (direct && tls.NegotiatedApplicationProtocol != Postgres)
        {
            return null;
        }

        return await LogInAsync(new WireStream(tls), serverName, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Answers the packets that come before TLS; false when the connection is at its end.</summary>
    private async Task<bool> AwaitTlsAsync(NetworkStream network, CancellationToken cancellationToken)
    {
        while (true)
        {
            byte[] packet = new byte[8];
            await network.ReadExactlyAsync(packet, cancellationToken).ConfigureAwait(false);
            switch (BinaryPrimitives.ReadInt32BigEndian(packet.AsSpan(4)))
            {
                case SslRequest:
                    await network.WriteAsync("S"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                    return true;
                case GssRequest:
                    await network.WriteAsync("N"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                    continue;
                case CancelRequest:
                    byte[] key = new byte[8];
                    await network.ReadExactlyAsync(key, cancellationToken).ConfigureAwait(false);
                    await CancelAsync([.. packet.AsSpan(4), .. key], cancellationToken).ConfigureAwait(false);
                    return false;
                default:
                    await using (var plain = new WireStream(network))
                    {
                        await RefuseAsync(plain, new Refusal("28000", "unable to accept connection, TLS is required"), cancellationToken).ConfigureAwait(false);
                    }

                    return false;
            }
        }
    }

    private async Task<ClientArrival?> LogInAsync(WireStream client, string serverName, CancellationToken cancellationToken)
    {
        byte[]? packet = await client.ReadStartupAsync(cancellationToken).ConfigureAwait(false);
        int code = packet is null ? 0 : BinaryPrimitives.ReadInt32BigEndian(packet);
        if (code == CancelRequest)
        {
            await CancelAsync(packet!, cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (code >> 16 != Protocol3 >> 16)
        {
            return null;
        }

        Dictionary<string, string> settings = ReadSettings(packet!);
        settings.Remove("user", out string? user);
        settings.Remove("database", out string? database);
        user ??= "";
        string? unknown = settings.Keys.FirstOrDefault(name => !Statements.SettingJudge.IsAllowed(name));
        Refusal? refusal = unknown is not null ? Statements.SettingJudge.NotSupported(unknown)
            : (database ?? user) != "postgres" ? new Refusal("3D000", $"database \"{database ?? user}\" does not exist")
            : simulator.LogInFault(user);
        if (refusal is null)
        {
            client.Write(WireMessage.Authentication(3));
            await client.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (await client.ReadAsync(cancellationToken).ConfigureAwait(false) is not { Type: 'p' } password)
            {
                return null;
            }

            refusal = simulator.Verifier.Check(password.Text, user, serverName)
                ?? (await simulator.MayLogInAsync(user, cancellationToken).ConfigureAwait(false) ? null : Refusal.AccessDenied());
        }

        if (refusal is not null)
        {
            await RefuseAsync(client, refusal, cancellationToken).ConfigureAwait(false);
            return null;
        }

        return new ClientArrival(client, user, settings);
    }

    private static async Task RefuseAsync(WireStream client, Refusal refusal, CancellationToken cancellationToken)
    {
        client.Write(ErrorFields.Of("FATAL", refusal));
        await client.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, string> ReadSettings(byte[] packet)
    {
        string[] texts = Encoding.UTF8.GetString(packet, 4, packet.Length - 4).Split('\0');
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int at = 0; at + 1 < texts.Length && texts[at].Length > 0; at += 2)
        {
            settings[texts[at]] = texts[at + 1];
        }

        return settings;
    }

    private async Task CancelAsync(byte[] packet, CancellationToken cancellationToken)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, simulator.Backend.Port, cancellationToken).ConfigureAwait(false);
        await using var stream = new WireStream(server.GetStream());
        stream.WriteStartup(packet);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);

        // The server closes when it has passed the cancellation on.
        await stream.ReadStartupAsync(cancellationToken).ConfigureAwait(false);
    }
}
