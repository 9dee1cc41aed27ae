using System.Text;

namespace PgMigrate.Engine.Sql;

/// <summary>Reads and writes names as SQL does: unquoted ones fold to lower case, quoted ones stay (manual, 4.1.1).</summary>
public static class SqlIdentifier
{
    /// <summary>Bytes of a name that PostgreSQL keeps (NAMEDATALEN - 1).</summary>
    public const int MaxBytes = 63;

    /// <summary>The name in a quoted identifier, its quotes taken off.</summary>
    /// <param name="quoted">The token, <c>"a""b"</c>.</param>
    internal static string Unquote(ReadOnlySpan<char> quoted) => quoted[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);

    /// <summary>The name that an unquoted one means: in UTF-8 the server folds A to Z and nothing else.</summary>
    /// <param name="name">A name as written, without quotes.</param>
    internal static string Fold(ReadOnlySpan<char> name)
    {
        Span<char> folded = name.Length <= 128 ? stackalloc char[name.Length] : new char[name.Length];
        for (int at = 0; at < name.Length; at++)
        {
            folded[at] = char.IsAsciiLetterUpper(name[at]) ? (char)(name[at] | ' ') : name[at];
        }

        return folded.ToString();
    }

    /// <summary>True for a name of lower-case ASCII letters, digits and <c>_</c> that is not too long. It may still be a reserved word.</summary>
    /// <param name="name">A name as stored in the catalog.</param>
    internal static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxBytes && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>Puts a name in double quotes.</summary>
    /// <param name="name">A name as stored in the catalog.</param>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A name as people write it: in quotes only where it means another without them.</summary>
    /// <param name="name">A name as stored in the catalog.</param>
    internal static string Shown(string name) => ParseList(name, '.') is [var plain] && plain == name ? name : Quote(name);

    /// <summary>Writes a string constant that reads the same whatever <c>standard_conforming_strings</c> is.</summary>
    /// <param name="value">The value.</param>
    public static string Literal(string value) =>
        (value.Contains('\\', StringComparison.Ordinal) ? " E'" : "'")
        + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>Reads names with a separator between them.</summary>
    /// <param name="text">For example <c>app."My Table"</c> or <c>"$user", public</c>.</param>
    /// <param name="separator"><c>.</c> or <c>,</c>.</param>
    /// <returns>The names as the catalog has them, or null when the text is no such list.</returns>
    public static IReadOnlyList<string>? ParseList(string text, char separator)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<string>();
        int at = 0;
        while (true)
        {
            SkipBlanks(text, ref at);
            if (ReadPart(text, ref at) is not { } part)
            {
                return null;
            }

            parts.Add(part);
            SkipBlanks(text, ref at);
            if (at >= text.Length)
            {
                return parts;
            }

            if (text[at++] != separator)
            {
                return null;
            }
        }
    }

    private static string? ReadPart(string text, ref int at)
    {
        string? part = at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at) : ReadPlain(text, ref at);
        return part is { Length: > 0 } && Encoding.UTF8.GetByteCount(part) <= MaxBytes && !part.Contains('\0', StringComparison.Ordinal) ? part : null;
    }

    private static string? ReadQuoted(string text, ref int at)
    {
        var part = new StringBuilder();
        at++;
        while (at < text.Length)
        {
            char c = text[at++];
            if (c != '"')
            {
                part.Append(c);
            }
            else if (at < text.Length && text[at] == '"')
            {
                part.Append('"');
                at++;
            }
            else
            {
                return part.ToString();
            }
        }

        return null;
    }

    private static string? ReadPlain(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && SqlLexer.IsWordPart(text[at]))
        {
            at++;
        }

        string part = Fold(text.AsSpan(start, at - start));
        return part.Length > 0 && char.IsAsciiDigit(part[0]) ? null : part;
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }
}
