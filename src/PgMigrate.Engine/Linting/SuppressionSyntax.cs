namespace PgMigrate.Engine.Linting;

/// <summary>Reads one line of a comment: <c>@ignore: rule-id[, rule-id] reason</c>, or squawk's <c>squawk-ignore rule[, rule]</c>.</summary>
internal static class SuppressionSyntax
{
    /// <param name="text">The script up to the end of the line.</param>
    /// <param name="at">Offset where the line's comment text starts.</param>
    /// <param name="statement">The statement the comment belongs to, or null for the file.</param>
    public static Suppression? Read(ReadOnlySpan<char> text, int at, int? statement)
    {
        at = Skip(text, at, "-*! \t");
        int start = at;
        bool foreign = false;
        if (AcceptWord(text, ref at, "squawk-ignore-file"))
        {
            (foreign, statement) = (true, null);
        }
        else if (AcceptWord(text, ref at, "squawk-ignore"))
        {
            foreign = true;
        }
        else if (!AcceptWord(text, ref at, "@ignore"))
        {
            return null;
        }

        at = Skip(text, at, ": \t");
        int end = at;
        var names = new List<string>();
        while (ReadName(text, ref at) is { } name)
        {
            names.Add(name);
            end = at;
            int comma = Skip(text, at, " \t");
            if (comma >= text.Length || text[comma] != ',')
            {
                break;
            }

            at = Skip(text, comma + 1, " \t");
        }

        return new Suppression
        {
            Start = start,
            Length = Math.Max(end - start, 1),
            Names = names,
            Reason = text[at..].Trim(" \t-:").ToString(),
            StatementIndex = statement,
            IsForeign = foreign,
        };
    }

    private static bool AcceptWord(ReadOnlySpan<char> text, ref int at, string word)
    {
        bool found = text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase)
            && (at + word.Length == text.Length || !IsNamePart(text[at + word.Length]));
        at += found ? word.Length : 0;
        return found;
    }

    private static string? ReadName(ReadOnlySpan<char> text, ref int at)
    {
        int start = at;
        while (at < text.Length && IsNamePart(text[at]))
        {
            at++;
        }

        return at > start ? text[start..at].ToString() : null;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static int Skip(ReadOnlySpan<char> text, int at, string characters)
    {
        while (at < text.Length && characters.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at;
    }
}
