namespace PgMigrate.Engine.Sql;

/// <summary>
/// Finds lines and columns. Asked in rising order, as a splitter does, it goes on from the last answer, so that a million
/// statements on one line do not cost a million times the line.
/// </summary>
internal sealed class LineIndex
{
    private readonly ReadOnlyMemory<char> _text;
    private readonly int[] _starts;
    private Mark _last = new(0, 0, 0);

    public LineIndex(ReadOnlyMemory<char> text)
    {
        _text = text;
        _starts = FindLineStarts(text.Span);
    }

    public SourcePosition PositionOf(int offset)
    {
        int index = Array.BinarySearch(_starts, offset);
        int line = index >= 0 ? index : ~index - 1;

        // One reference, read and swapped whole: two threads may ask at once, and either mark is a right start for the next.
        (int lastLine, int from, int codePoints) = _last;
        if (lastLine != line || from > offset)
        {
            (from, codePoints) = (_starts[line], 0);
        }

        codePoints += CountCodePoints(_text.Span[from..offset]);
        _last = new Mark(line, offset, codePoints);
        return new SourcePosition(offset, line + 1, codePoints + 1);
    }

    private static int[] FindLineStarts(ReadOnlySpan<char> text)
    {
        var starts = new List<int> { 0 };
        int at = 0;
        while (text[at..].IndexOfAny('\n', '\r') is var next and >= 0)
        {
            at += next;
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            starts.Add(at);
        }

        return [.. starts];
    }

    private static int CountCodePoints(ReadOnlySpan<char> text)
    {
        int count = text.Length;
        foreach (char c in text)
        {
            if (char.IsLowSurrogate(c))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>An offset whose column is known.</summary>
    private sealed record Mark(int Line, int Offset, int CodePoints);
}
