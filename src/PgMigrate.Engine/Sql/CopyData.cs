namespace PgMigrate.Engine.Sql;

/// <summary>Finds the data lines of a <c>COPY … FROM STDIN</c>.</summary>
internal static class CopyData
{
    /// <param name="source">The script.</param>
    /// <param name="statement">Offset of the COPY, for the error.</param>
    /// <param name="at">Offset just after its semicolon; moved after the line that ends the data.</param>
    public static SourceText Read(SourceText source, int statement, ref int at)
    {
        (int start, int end) = Skip(source.Span, statement, ref at);
        return source.Slice(start, end - start);
    }

    /// <summary>The same on a bare text; gives start and end of the data.</summary>
    public static (int Start, int End) Skip(ReadOnlySpan<char> text, int statement, ref int at)
    {
        int line = NextLine(text, at);
        RequireBlank(text, at, line);
        int start = line;
        while (line < text.Length)
        {
            int next = NextLine(text, line);
            if (text[line..next].TrimEnd("\r\n").SequenceEqual(@"\."))
            {
                at = next;
                return (start, line);
            }

            line = next;
        }

        throw Missing(statement);
    }

    public static SqlSyntaxException Missing(int statement) => new(
        SqlSyntaxError.UnterminatedCopyData, @"The data of this COPY … FROM STDIN is not ended by a line \. of its own.", statement);

    /// <summary>Nothing but blanks and a comment may follow the semicolon on its line: the data starts on the next.</summary>
    private static void RequireBlank(ReadOnlySpan<char> text, int start, int end)
    {
        var lexer = new SqlLexer(text[..end], start);
        SqlToken token = lexer.NextSignificant();
        if (token.Kind != SqlTokenKind.End)
        {
            throw new SqlSyntaxException(
                SqlSyntaxError.UnexpectedCharacter, "Nothing may follow COPY … FROM STDIN; on its line: the data starts on the next.", token.Start);
        }
    }

    private static int NextLine(ReadOnlySpan<char> text, int at)
    {
        int length = text[at..].IndexOfAny('\n', '\r');
        if (length < 0)
        {
            return text.Length;
        }

        int end = at + length;
        return end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1);
    }
}
