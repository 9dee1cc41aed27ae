using System.Net;
using System.Net.Sockets;
using System.Text;
using PgMigrate.Sandbox.AuroraDsql.Wire;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>A connection of the simulator's to its own server, logged in as the client's role.</summary>
internal sealed class BackendConnection : IAsyncDisposable
{
    private readonly TcpClient _client;

    private BackendConnection(TcpClient client)
    {
        _client = client;
        Stream = new WireStream(client.GetStream());
    }

    /// <summary>Its messages.</summary>
    public WireStream Stream { get; }

    /// <summary>What the server said between log-in and readiness: settings and the key for cancelling.</summary>
    public List<WireMessage> Greeting { get; } = [];

    /// <param name="server">The server, the database and the client's role.</param>
    /// <param name="settings">The client's own settings.</param>
    /// <param name="cancellationToken">Ends the log-in.</param>
    public static async Task<BackendConnection> OpenAsync(
        BackendAddress server, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken).ConfigureAwait(false);
            var connection = new BackendConnection(client);
            await connection.LogInAsync(server, settings, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    private async Task LogInAsync(BackendAddress server, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var startup = new StringBuilder("\0\u0003\0\0user\0").Append(server.UserName).Append("\0database\0").Append(server.Database).Append('\0');
        foreach ((string name, string value) in settings)
        {
            startup.Append(name).Append('\0').Append(value).Append('\0');
        }

        startup.Append("default_transaction_isolation\0repeatable read\0\0");
        Stream.WriteStartup(Encoding.UTF8.GetBytes(startup.ToString()));
        await Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        var scram = new ScramClient(server.Password);
        while (true)
        {
            WireMessage message = await NextAsync(cancellationToken).ConfigureAwait(false);
            switch (message.Type, message.Type == 'R' ? message.Body[3] : 0)
            {
                case ('R', 0):
                    await ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
                    return;
                case ('R', 10):
                    byte[] first = Encoding.UTF8.GetBytes(scram.First);
                    Stream.Write(new WireMessage('p', [.. "SCRAM-SHA-256\0"u8, 0, 0, 0, (byte)first.Length, .. first]));
                    break;
                case ('R', 11):
                    Stream.Write(new WireMessage('p', Encoding.UTF8.GetBytes(scram.Final(Encoding.UTF8.GetString(message.Body, 4, message.Body.Length - 4)))));
                    break;
                case ('R', 12):
                    continue;
                default:
                    throw new InvalidDataException("The sandbox's server asks for a log-in that the simulator does not know.");
            }

            await Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadGreetingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            WireMessage message = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (message.Type == 'Z')
            {
                return;
            }

            if (message.Type is 'S' or 'K')
            {
                Greeting.Add(message);
            }
        }
    }

    private async Task<WireMessage> NextAsync(CancellationToken cancellationToken)
    {
        WireMessage message = await Stream.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new EndOfStreamException("The sandbox's server closed the connection.");
        return message.Type != 'E' ? message
            : throw new InvalidDataException("The sandbox's server refused: " + ErrorFields.Read(message).FirstOrDefault(field => field.Letter == 'M').Text);
    }
}
