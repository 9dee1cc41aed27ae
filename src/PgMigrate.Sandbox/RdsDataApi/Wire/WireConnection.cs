using System.Net.Sockets;

namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>
/// A connection over PostgreSQL's own protocol. A statement goes out as the extended protocol's Parse, Bind, Describe, Execute and
/// Sync, just as it is: the server itself refuses several at once. Values come and go as text.
/// </summary>
internal sealed class WireConnection : IAsyncDisposable
{
    private readonly WireEndpoint _endpoint;
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly SemaphoreSlim _use = new(1, 1);
    private Stream _stream = Stream.Null;
    private Stream _reader = Stream.Null;
    private int _secretKey;

    private WireConnection(WireEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>The server process.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Logs in.</summary>
    /// <exception cref="WireException">The server refused.</exception>
    public static async Task<WireConnection> OpenAsync(WireEndpoint endpoint, CancellationToken cancellationToken)
    {
        var connection = new WireConnection(endpoint);
        try
        {
            await connection._client.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken).ConfigureAwait(false);
            connection._stream = connection._client.GetStream();
            connection._reader = new BufferedStream(connection._stream, 1 << 16);
            await connection.StartAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs one statement.</summary>
    /// <param name="sql">It, its parameters written <c>$1</c>, <c>$2</c>, ….</param>
    /// <param name="parameters">Their values.</param>
    /// <param name="maxBytes">Rows beyond this size are counted and not kept.</param>
    public async Task<WireResult> ExecuteAsync(string sql, IReadOnlyList<WireParameter> parameters, long maxBytes)
    {
        var writer = new WireWriter();
        writer.Message('P', body =>
        {
            body.Text("").Text(sql).Int16(parameters.Count);
            foreach (WireParameter parameter in parameters)
            {
                body.Int32((int)parameter.TypeOid);
            }
        });
        writer.Message('B', body => WriteValues(body.Text("").Text("").Int16(0), parameters).Int16(0));
        writer.Message('D', body => body.Byte((byte)'P').Text(""));
        writer.Message('E', body => body.Text("").Int32(0));
        writer.Message('S', _ => { });
        await _use.WaitAsync().ConfigureAwait(false);
        try
        {
            await SendAsync(writer).ConfigureAwait(false);
            return await ReadResultAsync(maxBytes).ConfigureAwait(false);
        }
        finally
        {
            _use.Release();
        }
    }

    /// <summary>Asks the server to end the statement under way.</summary>
    public async Task CancelAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_endpoint.Host, _endpoint.Port).ConfigureAwait(false);
        var writer = new WireWriter().Message(null, body => body.Int32(80_877_102).Int32(ProcessId).Int32(_secretKey));
        await client.GetStream().WriteAsync(writer.Bytes).ConfigureAwait(false);

        // The server closes the connection when it has acted.
        await client.GetStream().ReadAsync(new byte[1]).ConfigureAwait(false);
    }

    /// <summary>Closes the connection; the server rolls back what is open. A statement under way fails with an <see cref="IOException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await SendAsync(new WireWriter().Message('X', _ => { })).ConfigureAwait(false);
            _client.Client.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The connection is gone already, which is what was wanted.
        }

        // A reader under way has met the end by now. Nothing below it is closed before it has left: it is not made for that.
        await _use.WaitAsync().ConfigureAwait(false);
        _client.Dispose();
        _use.Release();
    }

    private static WireWriter WriteValues(WireWriter body, IReadOnlyList<WireParameter> parameters)
    {
        body.Int16(parameters.Count);
        foreach (WireParameter parameter in parameters)
        {
            if (parameter.Text is { } text)
            {
                body.Int32(System.Text.Encoding.UTF8.GetByteCount(text)).Bare(text);
            }
            else
            {
                body.Int32(-1);
            }
        }

        return body;
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await SendAsync(new WireWriter().Message(null, body => body.Int32(196_608)
            .Text("user").Text(_endpoint.User).Text("database").Text(_endpoint.Database)
            .Text("application_name").Text("rds-data-api").Text("client_encoding").Text("UTF8")
            .Text("TimeZone").Text("UTC").Text("DateStyle").Text("ISO").Byte(0))).ConfigureAwait(false);
        var scram = new ScramClient(_endpoint.Password);
        while (true)
        {
            (char type, byte[] body) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            switch (type)
            {
                case 'R':
                    await AuthenticateAsync(scram, body).ConfigureAwait(false);
                    break;
                case 'K':
                    ReadKey(body);
                    break;
                case 'E':
                    throw new WireException(ReadError(body));
                case 'Z':
                    return;
            }
        }
    }

    private async Task AuthenticateAsync(ScramClient scram, byte[] body)
    {
        (int kind, string rest) = ReadAuthentication(body);
        switch (kind)
        {
            case 0:
                return;
            case 3:
                await SendAsync(new WireWriter().Message('p', writer => writer.Text(_endpoint.Password))).ConfigureAwait(false);
                return;
            case 10:
                await SendAsync(new WireWriter().Message('p', writer =>
                    writer.Text(ScramClient.Mechanism).Int32(scram.First.Length).Bare(scram.First))).ConfigureAwait(false);
                return;
            case 11:
                string answer = scram.Answer(rest);
                await SendAsync(new WireWriter().Message('p', writer => writer.Bare(answer))).ConfigureAwait(false);
                return;
            case 12:
                scram.Verify(rest);
                return;
            default:
                throw new InvalidDataException($"The server asks for a log-in of kind {kind}, which the emulator does not know.");
        }
    }

    private static (int Kind, string Text) ReadAuthentication(byte[] body)
    {
        var message = new WireMessage(body);
        return (message.Int32(), System.Text.Encoding.UTF8.GetString(message.Rest));
    }

    private void ReadKey(byte[] body)
    {
        var message = new WireMessage(body);
        ProcessId = message.Int32();
        _secretKey = message.Int32();
    }

    private async Task<WireResult> ReadResultAsync(long maxBytes)
    {
        var result = new WireResult();
        while (true)
        {
            (char type, byte[] body) = await ReadAsync(CancellationToken.None).ConfigureAwait(false);
            switch (type)
            {
                case 'T':
                    result.Columns = ReadColumns(body);
                    break;
                case 'D':
                    ReadRow(body, result, maxBytes);
                    break;
                case 'C':
                    result.Tag = new WireMessage(body).Text();
                    break;
                case 'E':
                    result.Error ??= ReadError(body);
                    break;
                case 'G':
                    // COPY FROM STDIN: the service has no way to give it data. A further Sync is due, for the server skipped ours.
                    await SendAsync(new WireWriter().Message('f', writer => writer.Text("COPY FROM STDIN is not supported")).Message('S', _ => { }))
                        .ConfigureAwait(false);
                    break;
                case 'H':
                    result.Error ??= new WireError("0A000", "ERROR", "COPY commands are only supported using the CopyManager API.", null, null, null);
                    break;
                case 'Z':
                    return result;
            }
        }
    }

    private static List<WireColumn> ReadColumns(byte[] body)
    {
        var message = new WireMessage(body);
        int count = message.Int16();
        var columns = new List<WireColumn>(count);
        for (int at = 0; at < count; at++)
        {
            string name = message.Text();
            uint table = (uint)message.Int32();
            short number = message.Int16();
            uint type = (uint)message.Int32();
            message.Int16();
            int modifier = message.Int32();
            message.Int16();
            columns.Add(new WireColumn(name, table, number, type, modifier));
        }

        return columns;
    }

    private static void ReadRow(byte[] body, WireResult result, long maxBytes)
    {
        var message = new WireMessage(body);
        result.Bytes += body.Length;
        result.LargestRow = Math.Max(result.LargestRow, body.Length);
        if (result.Bytes > maxBytes)
        {
            return;
        }

        var row = new string?[message.Int16()];
        for (int at = 0; at < row.Length; at++)
        {
            int length = message.Int32();
            row[at] = length < 0 ? null : message.Text(length);
        }

        result.Rows.Add(row);
    }

    private static WireError ReadError(byte[] body)
    {
        var message = new WireMessage(body);
        var fields = new Dictionary<char, string>();
        while (!message.AtEnd && message.Byte() is var code and not 0)
        {
            fields[(char)code] = message.Text();
        }

        return new WireError(
            fields.GetValueOrDefault('C', "XX000"), fields.GetValueOrDefault('V') ?? fields.GetValueOrDefault('S', "ERROR"), fields.GetValueOrDefault('M', ""),
            fields.GetValueOrDefault('D'), fields.GetValueOrDefault('H'), fields.GetValueOrDefault('P'));
    }

    private async Task SendAsync(WireWriter writer) => await _stream.WriteAsync(writer.Bytes).ConfigureAwait(false);

    private async Task<(char Type, byte[] Body)> ReadAsync(CancellationToken cancellationToken)
    {
        var head = new byte[5];
        await _reader.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
        var body = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
        await _reader.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        return ((char)head[0], body);
    }
}
