using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>The line a finding's mark starts on, as a report shows it.</summary>
internal sealed class SourceExcerpt
{
    /// <summary>Most characters of a line that are shown.</summary>
    private const int Width = 100;

    /// <summary>Characters shown before the mark where the line is longer than that.</summary>
    private const int Before = 40;

    private readonly SourceText _source;
    private readonly int _start;
    private readonly int _length;

    private SourceExcerpt(SourceText source, int start, int length) => (_source, _start, _length) = (source, start, length);

    /// <summary>The line of a mark; null when a secret stands there, which no report may show. It is cut out once somebody shows it.</summary>
    public static SourceExcerpt? Of(ParsedScript script, int start, int length) =>
        script.Source.MayHoldSecret && script.StatementAt(start) is { HoldsSecret: true } ? null : new SourceExcerpt(script.Source, start, length);

    /// <summary>Cuts the line out.</summary>
    /// <returns>
    /// The line or a window of it, tabs and control characters blanks; where the mark starts in it; its length on this line, 1 at least.
    /// </returns>
    public (string Line, int MarkStart, int MarkLength) Cut()
    {
        (int start, int length) = (_start, _length);
        ReadOnlySpan<char> text = _source.Span;
        int lineStart = text[..start].LastIndexOfAny('\n', '\r') + 1;
        int lineLength = text[lineStart..].IndexOfAny('\n', '\r');
        int lineEnd = lineLength < 0 ? text.Length : lineStart + lineLength;
        int from = lineEnd - lineStart <= Width ? lineStart : Math.Max(lineStart, start - Before);
        int to = Math.Min(lineEnd, from + Width);
        (string head, string tail) = (from > lineStart ? "…" : "", to < lineEnd ? "…" : "");
        int markEnd = Math.Clamp(start + length, start + 1, Math.Max(to, start + 1));
        return (head + Plain(text[from..to]) + tail, start - from + head.Length, markEnd - start);
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
