namespace PgMigrate.Engine.Sql;

/// <summary>
/// A decoded text and where it came from. Offsets into <see cref="Text"/> map back to exact places in the file,
/// also for a part of a file (<see cref="Slice"/>).
/// </summary>
public sealed class SourceText
{
    private readonly SourceText _root;
    private readonly int _start;
    private int[]? _lineStarts;

    private SourceText(ReadOnlyMemory<char> text, string? path)
    {
        Text = text;
        Path = path;
        _root = this;
    }

    private SourceText(SourceText root, int start, int length)
    {
        _root = root;
        _start = start;
        Text = root.Text.Slice(start, length);
        Path = root.Path;
    }

    /// <summary>The text; a BOM is not part of it.</summary>
    public ReadOnlyMemory<char> Text { get; }

    /// <summary>The text as a span.</summary>
    public ReadOnlySpan<char> Span => Text.Span;

    /// <summary>Full path of the file, or null for text that came from none.</summary>
    public string? Path { get; }

    /// <summary>Wraps a string.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it came from, for messages.</param>
    public static SourceText FromString(string text, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SourceText(text.AsMemory(), path);
    }

    /// <summary>A part of this text that keeps its places in the file.</summary>
    /// <param name="start">Offset of the part.</param>
    /// <param name="length">Its length.</param>
    public SourceText Slice(int start, int length) => new(_root, _start + start, length);

    /// <summary>The place in the file of an offset into <see cref="Text"/>.</summary>
    /// <param name="offset">From 0 to the length of the text.</param>
    public SourcePosition GetPosition(int offset)
    {
        int at = _start + offset;
        int[] starts = _root._lineStarts ??= FindLineStarts(_root.Span);
        int index = Array.BinarySearch(starts, at);
        int line = index >= 0 ? index : ~index - 1;
        int column = CountCodePoints(_root.Span[starts[line]..at]) + 1;
        return new SourcePosition(at, line + 1, column);
    }

    /// <inheritdoc/>
    public override string ToString() => Text.ToString();

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
}
