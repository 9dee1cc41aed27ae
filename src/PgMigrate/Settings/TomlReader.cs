namespace PgMigrate.Settings;

/// <summary>
/// Reads the keys before the first table of a TOML file (toml.io 1.0) whose values are strings, plain words or lists of them, which is all
/// that squawk's configuration has there. Anything else is passed over.
/// </summary>
internal static class TomlReader
{
    public static IEnumerable<(string Key, IReadOnlyList<string> Values)> Read(string text)
    {
        List<string> tokens = Tokens(text);
        for (int at = 0; at < tokens.Count && tokens[at] != "["; at++)
        {
            if (at + 2 >= tokens.Count || tokens[at + 1] != "=")
            {
                continue;
            }

            string key = Plain(tokens[at]);
            at += 2;
            var values = new List<string>();
            if (tokens[at] != "[")
            {
                values.Add(Plain(tokens[at]));
            }
            else
            {
                for (at++; at < tokens.Count && tokens[at] != "]"; at++)
                {
                    if (tokens[at] is not ("," or "\n"))
                    {
                        values.Add(Plain(tokens[at]));
                    }
                }
            }

            yield return (key, values);
        }
    }

    /// <summary>Words, quoted strings with their quotes, marks, and line ends; comments are left out.</summary>
    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (int at = 0; at < text.Length;)
        {
            char c = text[at];
            int end = at + 1;
            if (c == '#')
            {
                int lineEnd = text.IndexOf('\n', at);
                at = lineEnd < 0 ? text.Length : lineEnd;
                continue;
            }

            if (c is '"' or '\'')
            {
                while (end < text.Length && text[end] != c && text[end] != '\n')
                {
                    end += c == '"' && text[end] == '\\' ? 2 : 1;
                }

                end = Math.Min(end + 1, text.Length);
            }
            else if (!char.IsWhiteSpace(c) && c is not ('=' or '[' or ']' or ','))
            {
                while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('=' or '[' or ']' or ',' or '#'))
                {
                    end++;
                }
            }

            if (c == '\n' || !char.IsWhiteSpace(c))
            {
                tokens.Add(text[at..end]);
            }

            at = end;
        }

        return tokens;
    }

    /// <summary>Without the quotes; the escapes of names and versions are a quote and a backslash.</summary>
    private static string Plain(string token) => token is ['"', .. var inner, '"'] ? inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
        : token is ['\'', .. var literal, '\''] ? literal : token;
}
