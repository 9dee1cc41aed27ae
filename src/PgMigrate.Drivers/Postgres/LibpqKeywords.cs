using System.Text;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Reads libpq's <c>keyword = value</c> form (PostgreSQL manual, 34.1.1.1).</summary>
internal static class LibpqKeywords
{
    /// <summary>True when the text is blank-separated pairs rather than .NET's semicolon-separated ones.</summary>
    public static bool LooksLike(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && LibpqOptions.IsKnown(text[..equals].Trim());
    }

    /// <exception cref="ArgumentException">The text is malformed.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        int at = 0;
        while (SkipBlanks(text, ref at))
        {
            int equals = text.IndexOf('=', at);
            string key = equals < 0 ? "" : text[at..equals].Trim();
            if (key.Length == 0 || key.Any(char.IsWhiteSpace))
            {
                throw new ArgumentException(
                    $"The connection string has no keyword = value pair at character {at + 1}. Quote values that hold blanks with '…'.");
            }

            at = equals + 1;
            SkipBlanks(text, ref at);
            pairs.Add(new(key.ToLowerInvariant(), ReadValue(text, ref at)));
        }

        return pairs;
    }

    private static string ReadValue(string text, ref int at)
    {
        var value = new StringBuilder();
        bool quoted = at < text.Length && text[at] == '\'';
        for (at += quoted ? 1 : 0; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\\' && at + 1 < text.Length)
            {
                value.Append(text[++at]);
            }
            else if (quoted && c == '\'')
            {
                at++;
                return value.ToString();
            }
            else if (!quoted && char.IsWhiteSpace(c))
            {
                return value.ToString();
            }
            else
            {
                value.Append(c);
            }
        }

        return quoted ? throw new ArgumentException("The connection string has a quote that is not closed.") : value.ToString();
    }

    private static bool SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length;
    }
}
