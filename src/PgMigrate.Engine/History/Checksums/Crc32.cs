using System.Text;

namespace PgMigrate.Engine.History.Checksums;

/// <summary>CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), as zip has it.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The checksum of bytes, going on from that of the bytes before them.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint crc = ~before;
        foreach (byte b in bytes)
        {
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>The checksum of a text as UTF-8.</summary>
    public static uint Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    private static uint Entry(int index)
    {
        uint entry = (uint)index;
        for (int bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) != 0 ? 0xEDB88320 ^ (entry >> 1) : entry >> 1;
        }

        return entry;
    }
}
