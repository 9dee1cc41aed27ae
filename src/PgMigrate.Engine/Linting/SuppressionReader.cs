using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>
/// Finds suppressions in the comments of a script. A comment inside a statement, or behind one on the line where it ends, belongs
/// to it; any other belongs to the next statement. Before the first statement, a block of comments (no blank line inside) speaks
/// for the whole file when a blank line follows it or when another directive of the file stands in it.
/// </summary>
internal static class SuppressionReader
{
    private static readonly string[] FileDirectives = ["@transaction", "@target", "@timeout"];

    public static IReadOnlyList<Suppression> Read(SourceText source, IReadOnlyList<LintStatement> statements)
    {
        ReadOnlySpan<char> text = source.Span;
        if (!WordSearch.Contains(text, "@ignore") && !WordSearch.Contains(text, "squawk-"))
        {
            return [];
        }

        var found = new List<Suppression>();
        var block = new List<SqlToken>();
        var tokens = new CopySkipper(text);
        int statement = 0;
        int previousEnd = -1;
        try
        {
            for (SqlToken token = tokens.Next(); token.Kind != SqlTokenKind.End; token = tokens.Next())
            {
                while (statement < statements.Count && statements[statement].End <= token.Start)
                {
                    previousEnd = statements[statement++].End;
                }

                if (token.Kind is SqlTokenKind.LineComment or SqlTokenKind.BlockComment)
                {
                    bool inHead = statements.Count == 0 || token.Start < statements[0].Statement.Start;
                    if (inHead)
                    {
                        block.Add(token);
                        continue;
                    }

                    bool behind = previousEnd >= 0 && !HasLineEnd(text[previousEnd..token.Start]);
                    AddFrom(source, token, behind ? statement - 1 : statement, found);
                }
                else if (block.Count > 0 && (token.Kind != SqlTokenKind.Whitespace || LineEnds(token.Of(text)) > 1))
                {
                    FlushBlock(source, block, followedByBlank: token.Kind == SqlTokenKind.Whitespace, found);
                }
            }
        }
        catch (SqlSyntaxException)
        {
            // What stands before the place counts; the place itself is told by unterminated-input.
        }

        FlushBlock(source, block, followedByBlank: true, found);
        return found;
    }

    private static void FlushBlock(SourceText source, List<SqlToken> block, bool followedByBlank, List<Suppression> found)
    {
        bool wide = followedByBlank || block.Exists(comment => SaysOfFile(comment.Of(source.Span)));
        foreach (SqlToken comment in block)
        {
            AddFrom(source, comment, wide ? null : 0, found);
        }

        block.Clear();
    }

    private static bool SaysOfFile(ReadOnlySpan<char> comment)
    {
        foreach (ReadOnlySpan<char> line in comment.EnumerateLines())
        {
            ReadOnlySpan<char> said = line.TrimStart("-/*! \t");
            foreach (string directive in FileDirectives)
            {
                if (said.StartsWith(directive, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void AddFrom(SourceText source, SqlToken comment, int? statement, List<Suppression> found)
    {
        ReadOnlySpan<char> text = source.Span;
        int end = comment.Kind == SqlTokenKind.BlockComment ? comment.End - 2 : comment.End;
        int at = comment.Start + 2;
        while (at < end)
        {
            int length = text[at..end].IndexOfAny('\r', '\n');
            int lineEnd = length < 0 ? end : at + length;
            if (SuppressionSyntax.Read(text[..lineEnd], at, statement) is { } suppression)
            {
                found.Add(suppression);
            }

            at = lineEnd + 1;
        }
    }

    private static bool HasLineEnd(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') >= 0;

    private static int LineEnds(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int at = 0; at < text.Length; at++)
        {
            count += text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')) ? 1 : 0;
        }

        return count;
    }
}
