using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Engine.Migrations;

/// <summary>Hashes migrations so that a change of a line end, as editors and git make them, is none.</summary>
public static class Checksum
{
    private const int ChunkSize = 16 << 10;

    /// <summary>SHA-256 of the text as UTF-8 with CRLF and CR folded to LF; 64 lower-case hexadecimal digits.</summary>
    /// <param name="text">The text; a BOM is not part of it.</param>
    public static string Of(ReadOnlySpan<char> text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Encoder encoder = Encoding.UTF8.GetEncoder();
        Span<char> folded = new char[ChunkSize];
        Span<byte> bytes = new byte[Encoding.UTF8.GetMaxByteCount(ChunkSize)];
        int at = 0;
        while (at < text.Length)
        {
            int length = 0;
            while (at < text.Length && length < ChunkSize)
            {
                char c = text[at++];
                if (c == '\r')
                {
                    c = '\n';
                    at += at < text.Length && text[at] == '\n' ? 1 : 0;
                }

                folded[length++] = c;
            }

            int encoded = encoder.GetBytes(folded[..length], bytes, flush: at == text.Length);
            hash.AppendData(bytes[..encoded]);
        }

        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }
}
