namespace PgMigrate.Engine.Sql;

/// <summary>
/// Knows whether a quote goes on with an <c>E''</c> string that stands before it, escapes included: it does when nothing but
/// blanks, line comments and at least one line end lie between (manual, 4.1.2.1).
/// </summary>
internal struct EscapeContinuation
{
    private enum Gap : byte
    {
        /// <summary>No E'' string stands before.</summary>
        None,

        /// <summary>An E'' string, and no line end since.</summary>
        SameLine,

        /// <summary>An E'' string and a line end.</summary>
        NextLine,
    }

    private Gap _gap;

    /// <summary>True when a quote here goes on with an E'' string.</summary>
    public readonly bool IsOpen => _gap == Gap.NextLine;

    /// <summary>Takes the token that was read.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="token">Its text.</param>
    public void Follow(SqlTokenKind kind, ReadOnlySpan<char> token)
    {
        if (kind == SqlTokenKind.EscapeString)
        {
            _gap = Gap.SameLine;
        }
        else if (_gap != Gap.None)
        {
            _gap = kind == SqlTokenKind.Whitespace && token.IndexOfAny('\n', '\r') >= 0 ? Gap.NextLine
                : kind is SqlTokenKind.Whitespace or SqlTokenKind.LineComment ? _gap
                : Gap.None;
        }
    }
}
