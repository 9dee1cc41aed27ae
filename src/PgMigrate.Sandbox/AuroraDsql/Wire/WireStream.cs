using System.Buffers.Binary;

namespace PgMigrate.Sandbox.AuroraDsql.Wire;

/// <summary>Reads and writes protocol messages. One reader and one writer at a time.</summary>
internal sealed class WireStream(Stream stream) : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    /// <summary>The service drops a connection that sends a longer message (10 MiB).</summary>
    public const int LongestMessage = 10 * 1024 * 1024;

    private readonly byte[] _input = new byte[BufferSize];
    private readonly MemoryStream _output = new();
    private int _start;
    private int _end;

    /// <summary>True when part of the next message is already here.</summary>
    public bool HasInput => _start < _end;

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">Its length is impossible or over the limit.</exception>
    public async Task<WireMessage?> ReadAsync(CancellationToken cancellationToken, int longest = int.MaxValue)
    {
        byte[] head = new byte[5];
        if (!await FillAsync(head, 0, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4;
        if (length < 0 || length > longest)
        {
            throw new InvalidDataException($"A protocol message has the length {length}.");
        }

        return await ReadBodyAsync(length, cancellationToken).ConfigureAwait(false) is { } body ? new WireMessage((char)head[0], body) : null;
    }

    /// <summary>The first packet of a connection, which has no type; null at the end of the stream.</summary>
    public async Task<byte[]?> ReadStartupAsync(CancellationToken cancellationToken)
    {
        byte[] head = new byte[4];
        if (!await FillAsync(head, 0, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32BigEndian(head) - 4;
        if (length is < 4 or > 10_000)
        {
            throw new InvalidDataException($"A startup packet has the length {length}.");
        }

        byte[] body = new byte[length];
        return await FillAsync(body, 0, cancellationToken).ConfigureAwait(false) ? body : null;
    }

    /// <summary>Puts a message into the buffer.</summary>
    public void Write(WireMessage message)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)message.Type;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], message.Body.Length + 4);
        _output.Write(head);
        _output.Write(message.Body);
    }

    /// <summary>Puts a packet without a type into the buffer.</summary>
    public void WriteStartup(ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, body.Length + 4);
        _output.Write(head);
        _output.Write(body);
    }

    /// <summary>
    /// Sends what is in the buffer. It is emptied first: the other side can answer, and the answer bring the next message, before
    /// the one who sends goes on.
    /// </summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        byte[] bytes = _output.ToArray();
        _output.SetLength(0);
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    /// <summary>Takes memory as the bytes arrive: a length alone is only a claim.</summary>
    private async Task<byte[]?> ReadBodyAsync(int length, CancellationToken cancellationToken)
    {
        byte[] body = new byte[Math.Min(length, BufferSize)];
        for (int filled = 0; await FillAsync(body, filled, cancellationToken).ConfigureAwait(false);)
        {
            if (body.Length == length)
            {
                return body;
            }

            filled = body.Length;
            Array.Resize(ref body, (int)Math.Min(length, 2L * body.Length));
        }

        return null;
    }

    private async Task<bool> FillAsync(byte[] target, int filled, CancellationToken cancellationToken)
    {
        while (filled < target.Length)
        {
            if (_start == _end)
            {
                // Nothing is here until the read has ended, also if it fails.
                (_start, _end) = (0, 0);
                _end = await stream.ReadAsync(_input, cancellationToken).ConfigureAwait(false);
                if (_end == 0)
                {
                    return false;
                }
            }

            int count = Math.Min(target.Length - filled, _end - _start);
            _input.AsSpan(_start, count).CopyTo(target.AsSpan(filled));
            filled += count;
            _start += count;
        }

        return true;
    }
}
