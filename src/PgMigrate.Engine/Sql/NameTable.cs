using System.Numerics;

namespace PgMigrate.Engine.Sql;

/// <summary>
/// Gives the names of a text that were met a while ago as the same string, so that a long script does not hold each of its names a thousand
/// times. Several threads may ask at once: a place holds one reference, read and written whole, and whatever it holds is compared.
/// </summary>
internal sealed class NameTable
{
    /// <summary>Longer names are rarely written twice.</summary>
    private const int MaxLength = 32;

    private const int MaxPlaces = 1024;

    private readonly string?[] _names;

    /// <summary>Makes an empty one.</summary>
    /// <param name="textLength">Length of the text: a short one has few names.</param>
    public NameTable(int textLength) => _names = new string?[Math.Min(MaxPlaces, (int)BitOperations.RoundUpToPowerOf2((uint)(textLength / 16) + 16))];

    /// <summary>The name that an unquoted one means, as <see cref="SqlIdentifier.Fold"/> gives it.</summary>
    /// <param name="name">A name as written, without quotes.</param>
    public string Fold(ReadOnlySpan<char> name)
    {
        if (name.Length > MaxLength)
        {
            return SqlIdentifier.Fold(name);
        }

        Span<char> folded = stackalloc char[MaxLength];
        uint hash = (uint)name.Length;
        for (int at = 0; at < name.Length; at++)
        {
            char c = char.IsAsciiLetterUpper(name[at]) ? (char)(name[at] | ' ') : name[at];
            folded[at] = c;
            hash = (hash * 31) + c;
        }

        folded = folded[..name.Length];
        ref string? place = ref _names[(hash ^ (hash >> 15)) & (uint)(_names.Length - 1)];
        string? known = place;
        return known is not null && folded.SequenceEqual(known) ? known : place = folded.ToString();
    }
}
