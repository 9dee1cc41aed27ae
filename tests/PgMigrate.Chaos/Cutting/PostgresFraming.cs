using System.Buffers.Binary;

namespace PgMigrate.Chaos.Cutting;

/// <summary>
/// Messages of the PostgreSQL protocol; after TLS has begun, its records. Start-up messages have no type byte, and a request of
/// encryption is answered by a single byte (manual, "Message Formats").
/// </summary>
internal sealed class PostgresFraming : IFraming
{
    private const int TlsRequest = 80877103;
    private const int GssRequest = 80877104;

    private const byte TlsHandshake = 22;

    public async Task<byte[]?> ReadAsync(Stream from, bool fromClient, LinkState link, CancellationToken cancellationToken)
    {
        // What the byte means is decided when it is there: by then the other side has said what it asks for.
        if (await FrameReader.ReadAsync(from, 1, cancellationToken) is not [var first] head)
        {
            return null;
        }

        bool begins = fromClient && !link.Begun;
        link.Encrypted |= begins && first == TlsHandshake;
        if (!fromClient && link.AnswersDue > 0)
        {
            link.AnswersDue--;
            return head;
        }

        byte[]? rest = link.Encrypted
            ? await FrameReader.ReadAsync(from, 4, record => BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(2)), cancellationToken)
            : begins ? await FrameReader.ReadAsync(from, 3, length => ((length[0] << 16) | (length[1] << 8) | length[2]) - 4, cancellationToken)
            : await FrameReader.ReadAsync(from, 4, length => BinaryPrimitives.ReadInt32BigEndian(length) - 4, cancellationToken);
        if (rest is null)
        {
            return null;
        }

        link.Begun |= fromClient;
        if (begins && !link.Encrypted && BinaryPrimitives.ReadInt32BigEndian(rest.AsSpan(3)) is var code and (TlsRequest or GssRequest))
        {
            // Another start-up message follows, or TLS.
            link.Begun = false;
            link.Encrypted = code == TlsRequest;
            link.AnswersDue++;
        }

        return [first, .. rest];
    }
}
