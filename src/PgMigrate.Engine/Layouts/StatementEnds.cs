using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>
/// Puts a semicolon where another tool ends a statement without one, at a comment of its own, so that what stands on both sides
/// is not joined. One too many does no harm: empty statements are none.
/// </summary>
internal static class StatementEnds
{
    /// <summary>The text with its statements ended at these places, and unchanged where all of them end by themselves.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ends">Offsets of comments, rising.</param>
    public static SourceText Close(SourceText text, IReadOnlyList<int> ends)
    {
        var open = new List<SourceEdit>();
        int at = 0;
        bool isOpen = false;
        var tokens = new CopySkipper(text.Span);
        try
        {
            for (SqlToken token = tokens.Next(); at < ends.Count; token = tokens.Next())
            {
                // A place inside a token is no end: the mark stands in a body or a literal.
                for (; at < ends.Count && ends[at] <= token.Start; at++)
                {
                    if (ends[at] == token.Start && isOpen)
                    {
                        open.Add(new SourceEdit(ends[at], 0, ";"));
                        isOpen = false;
                    }
                }

                if (token.Kind == SqlTokenKind.End)
                {
                    break;
                }

                isOpen = token.IsTrivia ? isOpen : token.Kind != SqlTokenKind.Semicolon;
            }
        }
        catch (SqlSyntaxException)
        {
            // Told with its place by the planner and the linter, which read the same text.
            return text;
        }

        return open.Count == 0 ? text : text.WithEdits(open);
    }
}
