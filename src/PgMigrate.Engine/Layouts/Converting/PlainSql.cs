using System.Text;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Converting;

/// <summary>A script without the words that only its own tool reads, every other character kept.</summary>
internal static class PlainSql
{
    /// <summary>The script without its tool's marks and without directives of an earlier conversion, its last statement ended.</summary>
    /// <exception cref="SqlSyntaxException">It is no SQL.</exception>
    public static string Of(SourceText script)
    {
        ReadOnlySpan<char> span = script.Span;
        var text = new StringBuilder();
        int from = 0;
        int end = 0;
        int lastEnd = 0;
        bool isOpen = false;
        var tokens = new CopySkipper(span);
        for (SqlToken token = tokens.Next(); token.Kind != SqlTokenKind.End; token = tokens.Next())
        {
            if (token.Kind == SqlTokenKind.LineComment && IsForItsTool(token.Of(span)))
            {
                text.Append(span[from..token.Start]);
                from = EndOfLine(span, token, text);
            }
            else if (!token.IsTrivia)
            {
                if (token.Kind == SqlTokenKind.Semicolon && isOpen && end >= from && span[end..token.Start].IsWhiteSpace())
                {
                    // One that was put where a mark ended the statement stands on a line of its own.
                    text.Append(span[from..end]);
                    from = token.Start;
                }

                isOpen = token.Kind != SqlTokenKind.Semicolon;
                end = token.End;
                lastEnd = text.Length + end - from;
            }
        }

        text.Append(span[from..]);
        if (isOpen)
        {
            text.Insert(lastEnd, ';');
        }

        return text.ToString().Trim();
    }

    /// <summary>Where the text goes on: a line that held nothing but the comment goes with it.</summary>
    private static int EndOfLine(ReadOnlySpan<char> span, SqlToken comment, StringBuilder before)
    {
        bool alone = before.Length == 0 || before[^1] == '\n';
        int at = comment.End;
        if (alone && at < span.Length && span[at] == '\r')
        {
            at++;
        }

        return alone && at < span.Length && span[at] == '\n' ? at + 1 : at;
    }

    private static bool IsForItsTool(ReadOnlySpan<char> comment)
    {
        ReadOnlySpan<char> words = comment.TrimStart('-').TrimStart();
        return MigrationParts.IsMark(comment) || IsDirective(words, SourceNote.SourceName) || IsDirective(words, SourceNote.DateName);
    }

    private static bool IsDirective(ReadOnlySpan<char> words, string name) =>
        words.StartsWith("@") && words[1..].StartsWith(name) && words[(name.Length + 1)..].StartsWith(":");
}
