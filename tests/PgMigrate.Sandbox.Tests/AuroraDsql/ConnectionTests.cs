using System.Globalization;
using Npgsql;
using PgMigrate.Drivers;
using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.AuroraDsql.Wire;

namespace PgMigrate.Sandbox.Tests.AuroraDsql;

/// <summary>TLS, server name, startup packet and token.</summary>
[Collection(DsqlCollection.Name)]
public sealed class ConnectionTests(DsqlFixture fixture)
{
    private const string Denied = "28000 unable to accept connection, access denied";

    [PostgresFact]
    public async Task Looks_like_PostgreSQL_16_with_user_admin()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);

        Assert.Equal("16.15", connection.PostgresParameters["server_version"]);
        Assert.Equal("admin/admin/off", await connection.RunAsync("SELECT session_user || '/' || current_user || '/' || current_setting('is_superuser')"));
        Assert.Equal("repeatable read", await connection.RunAsync("SHOW transaction_isolation"));
    }

    [PostgresFact]
    public async Task Starts_and_ends_with_a_server_of_its_own()
    {
        string certificate;
        int port;
        await using (DsqlSimulator simulator = await DsqlSimulator.StartAsync())
        {
            (certificate, port) = (simulator.RootCertificate, simulator.Port);
            await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
            Assert.Equal("postgres/public", await connection.RunAsync("SELECT current_database() || '/' || current_schema()"));
            Assert.True(File.Exists(certificate));
        }

        Assert.False(File.Exists(certificate));
        using var tcp = new System.Net.Sockets.TcpClient();
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(() => tcp.ConnectAsync("127.0.0.1", port));
    }

    [PostgresTheory]
    [InlineData(SslNegotiation.Direct)]
    [InlineData(SslNegotiation.Postgres)]
    public async Task Takes_direct_and_negotiated_TLS(SslNegotiation negotiation)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator, change: settings => settings.SslNegotiation = negotiation);

        Assert.Equal(1, await connection.RunAsync("SELECT 1"));
    }

    [PostgresFact]
    public async Task Refuses_a_connection_without_TLS()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();

        PostgresException error = await Assert.ThrowsAsync<PostgresException>(() => DsqlClient.OpenAsync(simulator, change: settings =>
        {
            settings.SslMode = SslMode.Disable;
            settings.SslNegotiation = SslNegotiation.Postgres;
        }));
        Assert.Equal("28000", error.SqlState);
    }

    [PostgresFact]
    public async Task Refuses_TLS_without_a_server_name_or_direct_TLS_without_a_protocol()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();

        // An address is not sent as a server name.
        await Assert.ThrowsAnyAsync<Exception>(() => RawClient.ConnectAsync(simulator, serverName: "127.0.0.1"));
        await using (RawClient client = await RawClient.ConnectAsync(simulator, alpn: false))
        {
            Assert.Equal("closed", await TryLogInAsync(client));
        }

        await using RawClient negotiated = await RawClient.ConnectAsync(simulator, direct: false, alpn: false);
        Assert.StartsWith("28000", await negotiated.LogInAsync("x", "user", "admin", "database", "postgres"), StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData("statement_timeout", "1000")]
    [InlineData("options", "-c statement_timeout=1000")]
    [InlineData("default_transaction_read_only", "on")]
    [InlineData("default_transaction_isolation", "read committed")]
    public async Task Refuses_startup_settings_that_are_not_on_the_list(string name, string value)
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(simulator);

        Assert.Equal(
            $"0A000 setting configuration parameter \"{name}\" not supported",
            await client.LogInAsync("x", "user", "admin", "database", "postgres", name, value));
    }

    [PostgresFact]
    public async Task Has_one_database()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(simulator);

        Assert.Equal("3D000 database \"app\" does not exist", await client.LogInAsync("x", "user", "admin", "database", "app"));
    }

    [PostgresFact]
    public async Task Checks_every_part_of_the_token()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        AuroraDsqlOptions right = simulator.ConnectionOptions();
        string token = await new DsqlTokenSource(right, TimeProvider.System).GetTokenAsync();
        string signature = token[(token.IndexOf("X-Amz-Signature=", StringComparison.Ordinal) + 16)..][..64];
        string other = signature[0] == '0' ? "1" + signature[1..] : "0" + signature[1..];

        Assert.Equal("ready", await LogInAsync(simulator, token));
        Assert.Equal("ready", await LogInAsync(simulator, token.Replace("localhost/?", "localhost?", StringComparison.Ordinal)));
        foreach (string bad in new[]
        {
            "", "password", "localhost/?", token.Replace(signature, other, StringComparison.Ordinal), token.Replace(signature, "", StringComparison.Ordinal),
            token.Replace("localhost", "elsewhere", StringComparison.Ordinal), token.Replace("Action=DbConnectAdmin", "Action=DbConnect", StringComparison.Ordinal),
            token.Replace("X-Amz-Expires=900", "X-Amz-Expires=90000", StringComparison.Ordinal), token + "&Action=DbConnectAdmin", token + "&Extra=1",
            await TokenAsync(simulator, region: "eu-west-1"), await TokenAsync(simulator, secret: "wrong"), await TokenAsync(simulator, key: "AKIAWRONG"),
            await TokenAsync(simulator, user: "app"),
        })
        {
            Assert.Equal(Denied, await LogInAsync(simulator, bad));
        }
    }

    [PostgresFact]
    public async Task An_expired_token_is_refused_with_its_hint()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        string token = await new DsqlTokenSource(simulator.ConnectionOptions(), new FixedTime(DateTimeOffset.UtcNow.AddMinutes(-16))).GetTokenAsync();
        string early = await new DsqlTokenSource(simulator.ConnectionOptions(), new FixedTime(DateTimeOffset.UtcNow.AddMinutes(16))).GetTokenAsync();

        Assert.Equal(Denied + " (Signature expired)", await LogInAsync(simulator, token));
        Assert.Equal(Denied + " (Signature not yet current)", await LogInAsync(simulator, early));
    }

    [PostgresFact]
    public async Task Another_role_needs_LOGIN_and_a_grant_by_AWS_IAM()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        string role = "app_" + Guid.NewGuid().ToString("N")[..8];
        await using NpgsqlConnection admin = await DsqlClient.OpenAsync(simulator);
        await admin.RunFreshAsync($"CREATE ROLE {role} WITH LOGIN");

        PostgresException error = await Assert.ThrowsAsync<PostgresException>(() => DsqlClient.OpenAsync(simulator, role));
        Assert.Equal("28000", error.SqlState);

        await admin.RunFreshAsync($"AWS IAM GRANT {role} TO 'arn:aws:iam::111122223333:role/app'");
        await using (NpgsqlConnection app = await DsqlClient.OpenAsync(simulator, role))
        {
            Assert.Equal(role, await app.RunAsync("SELECT session_user::text"));
            Assert.Equal("42501", (await app.FailAsync("SELECT job_id FROM sys.sim_jobs")).SqlState);
        }

        await admin.RunFreshAsync($"AWS IAM REVOKE {role} FROM 'arn:aws:iam::111122223333:role/app'");
        await Assert.ThrowsAsync<PostgresException>(() => DsqlClient.OpenAsync(simulator, role));
        await admin.RunFreshAsync($"DROP ROLE {role}");
    }

    [PostgresFact]
    public async Task A_connection_ends_with_its_age()
    {
        var time = new ManualTime();
        await using DsqlSimulator simulator = await fixture.StartAsync(new DsqlSimulatorOptions { Time = new LimitsOnly(time) });
        await using RawClient client = await RawClient.OpenAsync(simulator);

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(["SELECT 1", "I"], await client.QueryAsync("SELECT 1"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["closed"], await client.ReadAsync());
    }

    [PostgresFact]
    public async Task A_message_over_10_MiB_drops_the_connection()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        await using RawClient client = await RawClient.OpenAsync(simulator);

        string big = string.Create(CultureInfo.InvariantCulture, $"SELECT '{new string('x', WireStream.LongestMessage)}'");
        List<string> answers;
        try
        {
            answers = await client.QueryAsync(big);
        }
        catch (IOException)
        {
            answers = ["closed"];
        }

        Assert.Equal(["closed"], answers);
    }

    [PostgresFact]
    public async Task Nonsense_ends_its_own_connection_only()
    {
        await using DsqlSimulator simulator = await fixture.StartAsync();
        byte[][] plain =
        [
            [], [0], [0, 0, 0, 8, 4, 210, 22], "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [0x16, 3, 1, 0, 1, 0], [0xFF, 0xFF, 0xFF, 0xFF, 4, 210, 22, 47],
        ];
        foreach (byte[] bytes in plain)
        {
            using var tcp = new System.Net.Sockets.TcpClient();
            await tcp.ConnectAsync("127.0.0.1", simulator.Port);
            System.Net.Sockets.NetworkStream stream = tcp.GetStream();
            await stream.WriteAsync(bytes);
            EndSending(tcp.Client);

            Assert.True(await EndsAsync(stream));
        }

        WireMessage[] messages =
        [
            new('P', [65, 66]), new('B', []), new('E', []), new('Q', [65]), new('F', []), new('Q', [0xFF, 0xFE, 0]), new('\0', []),
            WireMessage.OfTexts('Q', "SELECT pgmigrate_refusal_"), WireMessage.OfTexts('Q', "SELECT 'x"), WireMessage.OfTexts('Q', ""),
        ];
        foreach (WireMessage message in messages)
        {
            await using RawClient client = await RawClient.OpenAsync(simulator);
            client.Stream.Write(message);
            client.Stream.Write(new WireMessage('S', []));
            client.Stream.Write(new WireMessage('X', []));
            await client.Stream.FlushAsync(CancellationToken.None);
            while (!(await client.ReadAsync()).Contains("closed"))
            {
            }
        }

        await using NpgsqlConnection connection = await DsqlClient.OpenAsync(simulator);
        Assert.Equal(1, await connection.RunAsync("SELECT 1"));
    }

    private static void EndSending(System.Net.Sockets.Socket socket)
    {
        try
        {
            socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The other side has reset the connection already, because of what it has not read.
        }
    }

    /// <summary>Reads what comes until the other side closes or resets.</summary>
    private static async Task<bool> EndsAsync(Stream stream)
    {
        try
        {
            byte[] buffer = new byte[1024];
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return true;
    }

    private static async Task<string> TryLogInAsync(RawClient client)
    {
        try
        {
            return await client.LogInAsync("x", "user", "admin");
        }
        catch (IOException)
        {
            return "closed";
        }
    }

    private static async Task<string> LogInAsync(DsqlSimulator simulator, string token)
    {
        await using RawClient client = await RawClient.ConnectAsync(simulator);
        return await client.LogInAsync(token, "user", "admin", "database", "postgres");
    }

    private static Task<string> TokenAsync(DsqlSimulator simulator, string user = "admin", string? region = null, string? key = null, string? secret = null) =>
        new DsqlTokenSource(
            new AuroraDsqlOptions
            {
                Endpoint = simulator.Endpoint,
                UserName = user,
                Region = region ?? simulator.Region,
                AccessKeyId = key ?? simulator.AccessKeyId,
                SecretAccessKey = secret ?? simulator.SecretAccessKey,
            },
            TimeProvider.System).GetTokenAsync();

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
