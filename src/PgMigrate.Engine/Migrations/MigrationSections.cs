using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>A migration's text cut at its <c>-- @undo</c> line.</summary>
/// <param name="Up">What stands before.</param>
/// <param name="Undo">What stands after, or null without such a line.</param>
/// <param name="HeadComments">The comments before the first statement, in order.</param>
/// <param name="NearMarks">Comments of the up part that start like the mark and go on: what follows them is not taken for the undo part.</param>
internal sealed record MigrationSections(
    SourceText Up, SourceText? Undo, IReadOnlyList<SqlToken> HeadComments, IReadOnlyList<SqlToken> NearMarks)
{
    private const string Mark = "@undo";

    /// <summary>
    /// Finds the sections by tokens, so that the mark inside a literal, a body or COPY data is none. A text that cannot be read
    /// is one section; the reason is told when it is planned or linted.
    /// </summary>
    public static MigrationSections Read(SourceText text)
    {
        var head = new List<SqlToken>();
        var nearMarks = new List<SqlToken>();
        bool inHead = true;

        // Only a text that has the word somewhere can have the mark; for all others the head is all there is to read.
        bool mayHaveMark = WordSearch.Contains(text.Span, Mark);
        var tokens = new CopySkipper(text.Span);
        try
        {
            for (SqlToken token = tokens.Next(); token.Kind != SqlTokenKind.End; token = tokens.Next())
            {
                if (token.Kind == SqlTokenKind.LineComment && IsMark(token.Of(text.Span)))
                {
                    return new MigrationSections(text.Slice(0, token.Start), text.Slice(token.End, text.Text.Length - token.End), head, nearMarks);
                }

                if (token.Kind == SqlTokenKind.LineComment && IsNearMark(token.Of(text.Span)))
                {
                    nearMarks.Add(token);
                }

                inHead &= token.IsTrivia;
                if (!inHead && !mayHaveMark)
                {
                    break;
                }

                if (inHead && token.Kind != SqlTokenKind.Whitespace)
                {
                    head.Add(token);
                }
            }
        }
        catch (SqlSyntaxException)
        {
            // Told with its place by the planner and the linter, which read the same text.
        }

        return new MigrationSections(text, null, head, nearMarks);
    }

    private static bool IsNearMark(ReadOnlySpan<char> comment)
    {
        ReadOnlySpan<char> words = comment.TrimStart('-').TrimStart();
        return words.StartsWith(Mark, StringComparison.OrdinalIgnoreCase) && !(words.Length > Mark.Length && SqlLexer.IsWordPart(words[Mark.Length]));
    }

    private static bool IsMark(ReadOnlySpan<char> comment) =>
        comment.TrimStart('-').Trim().TrimEnd(':').Equals(Mark, StringComparison.OrdinalIgnoreCase);
}
