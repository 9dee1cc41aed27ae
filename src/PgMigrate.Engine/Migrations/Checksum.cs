using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Engine.Migrations;

/// <summary>Hashes migrations so that a change of a line end, as editors and git make them, is none.</summary>
public static class Checksum
{
    private const int BufferSize = 32 << 10;

    /// <summary>Room an encoder wants for whatever it may write next: half a pair that it kept and one character more.</summary>
    private const int LeastRoom = 16;

    /// <summary>SHA-256 of the text as UTF-8 with CRLF and CR folded to LF; 64 lower-case hexadecimal digits.</summary>
    /// <param name="text">The text; a BOM is not part of it.</param>
    public static string Of(ReadOnlySpan<char> text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // Whole stretches between carriage returns are encoded at once; most files have none.
            Encoder encoder = Encoding.UTF8.GetEncoder();
            int held = 0;
            while (text.IndexOf('\r') is var end and >= 0)
            {
                Append(text[..end], flush: false);
                Append("\n", flush: false);
                text = text[(end + 1)..];
                text = text.Length > 0 && text[0] == '\n' ? text[1..] : text;
            }

            Append(text, flush: true);
            hash.AppendData(buffer, 0, held);
            return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();

            void Append(ReadOnlySpan<char> piece, bool flush)
            {
                bool completed = false;
                while (!completed)
                {
                    if (buffer.Length - held < LeastRoom)
                    {
                        hash.AppendData(buffer, 0, held);
                        held = 0;
                    }

                    encoder.Convert(piece, buffer.AsSpan(held), flush, out int read, out int written, out completed);
                    piece = piece[read..];
                    held += written;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
