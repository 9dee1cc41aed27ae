namespace PgMigrate.Engine.Sql;

/// <summary>
/// Finds an ASCII word in a long text, whatever its case. The framework's own search takes many times as long where programs run without
/// cultures (<c>InvariantGlobalization</c>), as containers often do.
/// </summary>
internal static class WordSearch
{
    /// <summary>Letters and marks from frequent to rare in SQL; what is not here is frequent.</summary>
    private const string ByFrequency = "etaoinsrlcdumhpfgbywvkxjzq@";

    /// <summary>Offset of the first place of the word; -1 when it is nowhere.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">ASCII, in lower case, not empty.</param>
    public static int IndexOf(ReadOnlySpan<char> text, string word)
    {
        int rare = RarestOf(word);
        (char lower, char upper) = (word[rare], char.ToUpperInvariant(word[rare]));
        int at = rare;
        while (at < text.Length && text[at..].IndexOfAny(lower, upper) is var next and >= 0)
        {
            int start = at + next - rare;
            if (text.Length - start >= word.Length && text.Slice(start, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return start;
            }

            at += next + 1;
        }

        return -1;
    }

    /// <summary>True when the word stands somewhere in the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">ASCII, in lower case, not empty.</param>
    public static bool Contains(ReadOnlySpan<char> text, string word) => IndexOf(text, word) >= 0;

    /// <summary>The letter to look for: fewer places to stop at.</summary>
    private static int RarestOf(string word)
    {
        (int found, int rank) = (0, -1);
        for (int at = 0; at < word.Length; at++)
        {
            int own = ByFrequency.IndexOf(word[at], StringComparison.Ordinal);
            if (own > rank)
            {
                (found, rank) = (at, own);
            }
        }

        return found;
    }
}
