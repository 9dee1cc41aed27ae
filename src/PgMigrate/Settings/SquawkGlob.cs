using System.Text;
using System.Text.RegularExpressions;

namespace PgMigrate.Settings;

/// <summary>
/// The patterns of squawk's <c>excluded_paths</c>, which are those of Rust's crate glob (docs.rs/glob, Pattern): <c>*</c> and <c>?</c> stand
/// for slashes too, <c>**</c> is a whole part of the path, <c>[a-z]</c> and <c>[!a-z]</c> are one character. The whole path must fit, upper
/// and lower case as written, on every system.
/// </summary>
internal static class SquawkGlob
{
    /// <summary>How <see cref="Translate"/>'s expression is to be read; no pattern takes for ever.</summary>
    public const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking;

    /// <summary>The regular expression for a pattern; null where squawk refuses it.</summary>
    public static string? Translate(string pattern)
    {
        var regex = new StringBuilder("\\A");
        for (int at = 0; at < pattern.Length;)
        {
            int length = pattern[at] switch
            {
                '*' => Stars(pattern, at, regex),
                '[' => Characters(pattern, at, regex),
                '?' => Append(regex, "."),
                _ => Append(regex, Regex.Escape(pattern[at].ToString())),
            };
            if (length == 0)
            {
                return null;
            }

            at += length;
        }

        return regex.Append("\\z").ToString();
    }

    private static int Append(StringBuilder regex, string one)
    {
        regex.Append(one);
        return 1;
    }

    /// <summary>One star, or two that are a part of the path by themselves, with the slash behind them.</summary>
    private static int Stars(string text, int at, StringBuilder regex)
    {
        int count = text.AsSpan(at).IndexOfAnyExcept('*') is var end && end < 0 ? text.Length - at : end;
        bool isPart = (at == 0 || text[at - 1] == '/') && (at + count == text.Length || text[at + count] == '/');
        if (count > 2 || (count == 2 && !isPart))
        {
            return 0;
        }

        bool isBetween = count == 2 && at + count < text.Length;
        regex.Append(isBetween ? "(?:.*/)?" : ".*");
        return isBetween ? count + 1 : count;
    }

    /// <summary>A bracket right behind <c>[</c> or <c>[!</c> is one of the characters.</summary>
    private static int Characters(string text, int at, StringBuilder regex)
    {
        bool isExcept = at + 1 < text.Length && text[at + 1] == '!';
        int first = at + (isExcept ? 2 : 1);
        int end = first + 1 < text.Length ? text.IndexOf(']', first + 1) : -1;
        if (end < 0)
        {
            return 0;
        }

        var parts = new List<string>();
        for (int one = first; one < end; one++)
        {
            bool isRange = one + 2 < end && text[one + 1] == '-';
            (char from, char to) = (text[one], isRange ? text[one + 2] : text[one]);
            one += isRange ? 2 : 0;
            if (from <= to)
            {
                parts.Add($"\\u{(int)from:x4}-\\u{(int)to:x4}");
            }
        }

        // A range from high to low has no character in it.
        regex.Append(parts.Count > 0 ? $"[{(isExcept ? "^" : "")}{string.Concat(parts)}]" : isExcept ? "." : "[^\\s\\S]");
        return end + 1 - at;
    }
}
