using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>
/// A line of a text. Tools that mark the parts of a file with comments look for them line by line, wherever the line stands;
/// so their files are read the same way, and not by tokens.
/// </summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset after its last, the line end left out.</param>
/// <param name="Next">Offset of the next line.</param>
internal readonly record struct TextLine(int Start, int End, int Next)
{
    /// <summary>The lines of a text.</summary>
    public static List<TextLine> Of(SourceText source)
    {
        ReadOnlySpan<char> text = source.Span;
        var lines = new List<TextLine>();
        for (int at = 0; at < text.Length;)
        {
            int length = text[at..].IndexOf('\n');
            int next = length < 0 ? text.Length : at + length + 1;
            int end = length < 0 ? next : next - 1;
            lines.Add(new TextLine(at, end > at && text[end - 1] == '\r' ? end - 1 : end, next));
            at = next;
        }

        return lines;
    }

    /// <summary>Its characters.</summary>
    public ReadOnlySpan<char> In(SourceText source) => source.Span[Start..End];
}
