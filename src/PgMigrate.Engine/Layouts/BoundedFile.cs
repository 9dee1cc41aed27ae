using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Layouts;

/// <summary>Reads manifests, journals and settings that lie beside migrations, and none that is absurdly large.</summary>
internal static class BoundedFile
{
    /// <summary>Longest such file, bytes; a journal of a hundred thousand entries has 15 MB.</summary>
    public const long MaxLength = 16L << 20;

    /// <exception cref="InvalidDataException">It is larger than <see cref="MaxLength"/> or not UTF-8.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string ReadText(string path)
    {
        byte[] bytes = ReadBytes(path);
        ReadOnlySpan<byte> text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException("it is not UTF-8.");
        }
    }

    /// <exception cref="InvalidDataException">It is larger than <see cref="MaxLength"/>.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length > MaxLength)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"it has {file.Length >> 20} MB; no more than {MaxLength >> 20} MB are read."));
        }

        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
