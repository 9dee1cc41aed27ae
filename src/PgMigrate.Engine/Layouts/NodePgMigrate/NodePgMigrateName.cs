using System.Globalization;
using System.Numerics;

namespace PgMigrate.Engine.Layouts.NodePgMigrate;

/// <summary>
/// A file name as node-pg-migrate sorts it: by its leading digits, of which 17 are a UTC time (yyyyMMddHHmmssfff), 13 are
/// milliseconds since 1970, and others are a number; then by name, digits in it compared as numbers and punctuation left out.
/// </summary>
/// <param name="Key">The number it is sorted by; null for a name without digits, which goes last.</param>
/// <param name="Name">What the history records: the name without its last extension, and without <c>.up</c> where it is one of a pair.</param>
internal sealed record NodePgMigrateName(BigInteger? Key, string Name) : IComparable<NodePgMigrateName>
{
    public static NodePgMigrateName Of(string name)
    {
        string digits = new([.. name.TakeWhile(char.IsAsciiDigit)]);
        return new NodePgMigrateName(digits.Length == 0 ? null : KeyOf(digits), name);
    }

    public int CompareTo(NodePgMigrateName? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = Key is null || other.Key is null ? (Key is null).CompareTo(other.Key is null) : Key.Value.CompareTo(other.Key.Value);
        return order != 0 ? order : CompareNames(Name, other.Name) is var names and not 0 ? names : string.CompareOrdinal(Name, other.Name);
    }

    private static BigInteger KeyOf(string digits) =>
        digits.Length == 17 && DateTimeOffset.TryParseExact(
            digits, "yyyyMMddHHmmssfff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : BigInteger.Parse(digits, CultureInfo.InvariantCulture);

    private static int CompareNames(string first, string second)
    {
        (int at, int to) = (0, 0);
        while (true)
        {
            at = SkipPunctuation(first, at);
            to = SkipPunctuation(second, to);
            if (at == first.Length || to == second.Length)
            {
                return (at < first.Length).CompareTo(to < second.Length);
            }

            int order;
            if (char.IsAsciiDigit(first[at]) && char.IsAsciiDigit(second[to]))
            {
                order = Number(first, ref at).CompareTo(Number(second, ref to));
            }
            else
            {
                order = char.ToUpperInvariant(first[at++]).CompareTo(char.ToUpperInvariant(second[to++]));
            }

            if (order != 0)
            {
                return order;
            }
        }
    }

    private static int SkipPunctuation(string text, int at)
    {
        while (at < text.Length && !char.IsLetterOrDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    private static BigInteger Number(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return BigInteger.Parse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
