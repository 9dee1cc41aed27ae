namespace PgMigrate.Engine.Sql;

/// <summary>One lexical element as a span of its source; holds no text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first UTF-16 code unit in the text that was read.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
public readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length)
{
    /// <summary>Offset just after the last code unit.</summary>
    public int End => Start + Length;

    /// <summary>True for white space and comments, which carry no meaning in SQL.</summary>
    public bool IsTrivia => Kind is SqlTokenKind.Whitespace or SqlTokenKind.LineComment or SqlTokenKind.BlockComment;

    /// <summary>The text of the token.</summary>
    /// <param name="text">The text it was read from.</param>
    public ReadOnlySpan<char> Of(ReadOnlySpan<char> text) => text.Slice(Start, Length);

    /// <summary>True when the token is this key word; case does not matter (ASCII only, as in PostgreSQL).</summary>
    /// <param name="text">The text it was read from.</param>
    /// <param name="word">The key word.</param>
    public bool Is(ReadOnlySpan<char> text, string word) =>
        Kind == SqlTokenKind.Word && Of(text).Equals(word, StringComparison.OrdinalIgnoreCase);
}
