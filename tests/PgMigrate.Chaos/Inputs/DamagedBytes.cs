using System.Buffers.Binary;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using PgMigrate.Chaos.Campaigns;
using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Chaos.Inputs;

/// <summary>Sends damaged bytes to the stand-ins' ports: each connection comes to its end, and the next good client is served.</summary>
internal static class DamagedBytes
{
    private static readonly TimeSpan Limit = TestLimit.OneWait;
    private const int FixedMemory = 8 << 20;

    /// <summary>What else this process does meanwhile is counted too, and more of it where a connection takes long.</summary>
    private const int Tries = 3;

    /// <summary>To the simulator: at its door, in the log-in, and in a session.</summary>
    public static Task<string> ToSimulatorAsync(DsqlSimulator simulator, int count, Seed seed) => RunAsync("bytes to the DSQL stand-in", count, seed, async random =>
    {
        byte[] startup = Startup();
        byte[] password = Message('p', await new DsqlTokenSource(simulator.ConnectionOptions(), TimeProvider.System).GetTokenAsync());
        byte[] session =
        [
            .. Message('Q', "SELECT 1"), .. Message('P', "\0SELECT 2\0\0"), .. Message('B', "\0\0\0\0\0\0\0"), .. Message('D', "P"), .. Message('E', "\0\0\0\0"), .. Message('S', ""), .. Message('X', ""),
        ];
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", simulator.Port);
        switch (random.Next(3))
        {
            case 0:
                return await SendAsync(client.GetStream(), client.Client, Damage([0, 0, 0, 8, 4, 210, 22, 47, .. startup], random));
            case 1:
                await using (SslStream tls = await SecureAsync(client))
                {
                    return await SendAsync(tls, client.Client, Damage([.. startup, .. password, .. session], random));
                }

            default:
                await using (SslStream tls = await SecureAsync(client))
                {
                    return await SendAsync(tls, client.Client, [.. startup, .. password, .. Damage(session, random)]);
                }
        }
    });

    /// <summary>To the emulator: requests that no client would send.</summary>
    public static Task<string> ToEmulatorAsync(RdsDataApiEmulator emulator, int count, Seed seed) => RunAsync("bytes to the Data API's stand-in", count, seed, async random =>
    {
        byte[] request = Encoding.Latin1.GetBytes(
            $"POST /Execute HTTP/1.1\r\nHost: {emulator.Endpoint.Authority}\r\nAuthorization: AWS4-HMAC-SHA256 Credential=a/20240101/eu-west-1/rds-data/aws4_request, SignedHeaders=host;x-amz-date, Signature=00\r\nX-Amz-Date: 20240101T000000Z\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 18\r\n\r\n"
            + "{\"sql\":\"SELECT 1\"}");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", emulator.Endpoint.Port);
        return await SendAsync(client.GetStream(), client.Client, Damage(request, random));
    });

    private static async Task<string> RunAsync(string name, int count, Seed seed, Func<Random, Task<int>> send)
    {
        await send(new Random(0));
        foreach (int number in seed.Rounds(count))
        {
            try
            {
                (int sent, long memory) = await MeasureAsync(() => send(seed.For(name, number)));
                for (int tries = 1; memory > FixedMemory + (10L * sent) && tries < Tries; tries++)
                {
                    (sent, memory) = await MeasureAsync(() => send(seed.For(name, number)));
                }

                Assert.True(memory <= FixedMemory + (10L * sent), $"took {memory} bytes for {sent}");
            }
            catch (Exception error)
            {
                throw new ChaosException(string.Create(CultureInfo.InvariantCulture, $"{name}, {seed}/{number}: {error}"));
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{name}: {count} connections");
    }

    private static async Task<(int Sent, long Memory)> MeasureAsync(Func<Task<int>> send)
    {
        long before = GC.GetTotalAllocatedBytes();
        int sent = await send().WaitAsync(Limit);
        return (sent, GC.GetTotalAllocatedBytes() - before);
    }

    /// <summary>Sends, says that nothing more comes, and reads until the other side ends the connection.</summary>
    private static async Task<int> SendAsync(Stream stream, Socket socket, byte[] bytes)
    {
        try
        {
            await stream.WriteAsync(bytes);
            await stream.FlushAsync();
            socket.Shutdown(SocketShutdown.Send);
            var answer = new byte[4096];
            while (await stream.ReadAsync(answer) > 0)
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // It ended the connection the hard way.
        }

        return bytes.Length;
    }

    private static async Task<SslStream> SecureAsync(TcpClient client)
    {
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ApplicationProtocols = [new SslApplicationProtocol("postgresql")],
        });
        return tls;
    }

    private static byte[] Startup()
    {
        byte[] body = [0, 3, 0, 0, .. "user\0admin\0database\0postgres\0\0"u8];
        return [.. Length(body.Length + 4), .. body];
    }

    private static byte[] Message(char type, string body)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(body), 0];
        return [(byte)type, .. Length(bytes.Length + 4), .. bytes];
    }

    private static byte[] Length(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (int damages = random.Next(1, 6); damages > 0 && bytes.Count > 0; damages--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.Skip(at).Take(random.Next(40)).ToArray());
                    break;
                case 3:
                    // A length that is none: negative, or of gigabytes.
                    bytes.InsertRange(at, random.Next(2) == 0 ? [0x7f, 0xff, 0xff, 0xff] : [0xff, 0xff, 0xff, 0xff]);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
