using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace PgMigrate.Engine.Sql;

/// <summary>Decodes UTF-8 strictly: a byte that is none is an error with its place, never a replacement character.</summary>
internal static class Utf8Reader
{
    private const int BufferSize = 128 << 10;

    public static SourceText Read(Stream stream, string? path)
    {
        // Rented: a folder of a thousand small files would else make a thousand buffers, each big enough for the large object heap.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            return Read(stream, path, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static SourceText Read(Stream stream, string? path, byte[] buffer)
    {
        char[] text = new char[Math.Max(InitialCapacity(stream), 256)];
        int length = 0;
        int held = stream.ReadAtLeast(buffer, 4, throwOnEndOfStream: false);
        int skip = SkipMark(buffer.AsSpan(0, held), path);
        long consumed = skip;
        Span<byte> first = buffer.AsSpan(skip, held - skip);
        first.CopyTo(buffer);
        held -= skip;
        bool ended = held + skip < 4;
        while (true)
        {
            EnsureRoom(ref text, length, held);
            OperationStatus status = Utf8.ToUtf16(
                buffer.AsSpan(0, held), text.AsSpan(length), out int read, out int written, replaceInvalidSequences: false, isFinalBlock: ended);
            length += written;
            consumed += read;
            if (status == OperationStatus.InvalidData)
            {
                throw Invalid(text.AsMemory(0, length), path, buffer[read], consumed);
            }

            buffer.AsSpan(read, held - read).CopyTo(buffer);
            held -= read;
            if (ended)
            {
                return SourceText.FromMemory(text.AsMemory(0, length), path, hasMark: skip > 0);
            }

            int got = stream.Read(buffer, held, buffer.Length - held);
            ended = got == 0;
            held += got;
        }
    }

    /// <summary>A character is at least one byte, so a file's length is room enough for its text.</summary>
    private static int InitialCapacity(Stream stream) =>
        stream.CanSeek ? (int)Math.Min(stream.Length - stream.Position + 1, Array.MaxLength) : BufferSize;

    private static void EnsureRoom(ref char[] text, int length, int needed)
    {
        if (text.Length - length < needed)
        {
            Array.Resize(ref text, (int)Math.Min(Math.Max((long)text.Length * 2, (long)length + needed), Array.MaxLength));
        }
    }

    private static int SkipMark(ReadOnlySpan<byte> start, string? path)
    {
        if (start.StartsWith(Encoding.UTF8.Preamble))
        {
            return Encoding.UTF8.Preamble.Length;
        }

        foreach (Encoding other in (Encoding[])[Encoding.UTF32, new UTF32Encoding(bigEndian: true, byteOrderMark: true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            if (start.StartsWith(other.Preamble))
            {
                throw new SqlSyntaxException(SqlSyntaxError.InvalidEncoding, $"The file is {other.WebName.ToUpperInvariant()}. Save it as UTF-8.", 0)
                {
                    Path = path,
                    Position = new SourcePosition(0, 1, 1),
                };
            }
        }

        return 0;
    }

    private static SqlSyntaxException Invalid(ReadOnlyMemory<char> before, string? path, byte found, long offset) => new(
        SqlSyntaxError.InvalidEncoding,
        string.Create(CultureInfo.InvariantCulture, $"The byte 0x{found:X2} at offset {offset} is not UTF-8. Save the file as UTF-8."),
        before.Length)
    {
        Path = path,
        Position = SourceText.FromMemory(before, path).GetPosition(before.Length),
    };
}
