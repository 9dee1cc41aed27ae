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

    public async Task<byte[]?> ReadAsync(Stream from, bool fromClient, LinkState link, CancellationToken cancellationToken)
    {
        if (!fromClient && link.AnswersDue > 0)
        {
            link.AnswersDue--;
            return await FrameReader.ReadAsync(from, 1, cancellationToken);
        }

        if (link.Encrypted)
        {
            return await FrameReader.ReadAsync(from, 5, head => BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(3)), cancellationToken);
        }

        if (fromClient && !link.Begun)
        {
            byte[]? start = await FrameReader.ReadAsync(from, 4, head => BinaryPrimitives.ReadInt32BigEndian(head) - 4, cancellationToken);
            if (start is not null && BinaryPrimitives.ReadInt32BigEndian(start.AsSpan(4)) is var code and (TlsRequest or GssRequest))
            {
                link.Encrypted |= code == TlsRequest;
                link.AnswersDue++;
            }
            else
            {
                link.Begun = true;
            }

            return start;
        }

        if (await FrameReader.ReadAsync(from, 1, cancellationToken) is not { } type)
        {
            return null;
        }

        if (!fromClient && link.AnswersDue > 0)
        {
            link.AnswersDue--;
            return type;
        }

        byte[]? rest = await FrameReader.ReadAsync(from, 4, head => BinaryPrimitives.ReadInt32BigEndian(head) - 4, cancellationToken);
        return rest is null ? null : [.. type, .. rest];
    }
}
