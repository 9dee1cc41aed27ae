using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PgMigrate.Engine.History.Checksums;

/// <summary>The checksums that other tools store, each as its tool writes it.</summary>
internal static class ToolChecksums
{
    /// <summary>Flyway: CRC-32 over the UTF-8 of each line without its end, no BOM, as a signed number.</summary>
    public static int Flyway(ReadOnlySpan<char> text)
    {
        uint crc = 0;
        text = text.TrimStart('\uFEFF');
        while (text.Length > 0)
        {
            int length = text.IndexOfAny('\r', '\n');
            ReadOnlySpan<char> line = length < 0 ? text : text[..length];
            crc = Crc32.Of(Encoding.UTF8.GetBytes(line.ToArray()), crc);
            text = length < 0 ? [] : text[(length + (text[length..].StartsWith("\r\n") ? 2 : 1))..];
        }

        return unchecked((int)crc);
    }

    /// <summary>drizzle, Prisma: SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public static string Sha256(ReadOnlySpan<byte> file) => Hex(SHA256.HashData(file));

    /// <summary>sqlx: SHA-384 of the file's bytes, lower-case hexadecimal.</summary>
    public static string Sqlx(ReadOnlySpan<byte> file) => Hex(SHA384.HashData(file));

    /// <summary>sqitch: SHA-1 of the deploy file's bytes, lower-case hexadecimal.</summary>
    public static string SqitchScript(ReadOnlySpan<byte> file) => Hex(SHA1.HashData(file));

    /// <summary>sqitch: SHA-1 of <c>change</c>, the length in bytes, NUL and the lines that describe the change.</summary>
    public static string SqitchChange(string info)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(info);
        return Hex(SHA1.HashData([.. Encoding.UTF8.GetBytes(FormattableString.Invariant($"change {bytes.Length}\0")), .. bytes]));
    }

    /// <summary>graphile-migrate: <c>sha1:</c> and SHA-1 of the hash before, a line end, the trimmed body, all trimmed, and a line end.</summary>
    public static string Graphile(string body, string? previous = null) =>
        "sha1:" + Hex(SHA1.HashData(Encoding.UTF8.GetBytes($"{previous}\n{body.Trim()}".Trim() + "\n")));

    /// <summary>Evolve: MD5 of the text with LF line ends, upper-case hexadecimal.</summary>
    public static string Evolve(string text) =>
        Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal))));

    /// <summary>grate: MD5 in base64 of the text with its quotes doubled and LF line ends.</summary>
    public static string Grate(string text) => Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(
        text.Replace("'", "''", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'))));

    /// <summary>refinery: SipHash-1-3 over name, 0xFF, version (4 or 8 bytes, as its column), SQL, 0xFF; decimal.</summary>
    public static ulong Refinery(string name, long version, string sql, bool wide)
    {
        byte[] number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, version);
        return SipHash13.Of([.. Encoding.UTF8.GetBytes(name), 0xff, .. number.AsSpan(0, wide ? sizeof(long) : sizeof(int)), .. Encoding.UTF8.GetBytes(sql), 0xff]);
    }

    /// <summary>
    /// Atlas: the text of <c>atlas.sum</c>'s lines. A file's hash is that of all files so far; the first line is the hash of the rest.
    /// </summary>
    /// <param name="files">Names and bytes in the order of the names.</param>
    public static IReadOnlyList<string> Atlas(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var running = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var total = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = new List<string> { "" };
        foreach ((string name, byte[] content) in files)
        {
            running.AppendData(Encoding.UTF8.GetBytes(name));
            running.AppendData(content);
            string hash = Convert.ToBase64String(running.GetCurrentHash());
            total.AppendData(Encoding.UTF8.GetBytes(name));
            total.AppendData(Encoding.UTF8.GetBytes(hash));
            lines.Add($"{name} h1:{hash}");
        }

        lines[0] = "h1:" + Convert.ToBase64String(total.GetHashAndReset());
        return lines;
    }

    private static string Hex(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();
}
