using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>The line a finding's mark starts on, as a report shows it.</summary>
internal sealed class SourceExcerpt
{
    /// <summary>Most characters of a line that are shown.</summary>
    private const int Width = 100;

    /// <summary>Characters shown before the mark where the line is longer than that.</summary>
    private const int Before = 40;

    private SourceExcerpt(string line, int markStart, int markLength)
    {
        Line = line;
        MarkStart = markStart;
        MarkLength = markLength;
    }

    /// <summary>The line or a window of it; tabs and control characters are blanks.</summary>
    public string Line { get; }

    /// <summary>Where the mark starts in <see cref="Line"/>.</summary>
    public int MarkStart { get; }

    /// <summary>Its length on this line, 1 at least.</summary>
    public int MarkLength { get; }

    /// <summary>Cuts the line out of a script; null when it holds a secret, which no report may show.</summary>
    public static SourceExcerpt? Of(ParsedScript script, int start, int length)
    {
        ReadOnlySpan<char> text = script.Source.Span;
        int lineStart = text[..start].LastIndexOfAny('\n', '\r') + 1;
        int lineLength = text[lineStart..].IndexOfAny('\n', '\r');
        int lineEnd = lineLength < 0 ? text.Length : lineStart + lineLength;
        if (script.StatementAt(start) is { HoldsSecret: true })
        {
            return null;
        }

        int from = lineEnd - lineStart <= Width ? lineStart : Math.Max(lineStart, start - Before);
        int to = Math.Min(lineEnd, from + Width);
        (string head, string tail) = (from > lineStart ? "…" : "", to < lineEnd ? "…" : "");
        int markEnd = Math.Clamp(start + length, start + 1, Math.Max(to, start + 1));
        return new SourceExcerpt(head + Plain(text[from..to]) + tail, start - from + head.Length, markEnd - start);
    }

    private static string Plain(ReadOnlySpan<char> line)
    {
        char[] plain = line.ToArray();
        for (int at = 0; at < plain.Length; at++)
        {
            plain[at] = char.IsControl(plain[at]) ? ' ' : plain[at];
        }

        return new string(plain);
    }
}
