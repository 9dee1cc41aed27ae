namespace PgMigrate.Engine.Sql;

/// <summary>One statement of a script: a span of its source from its first token to its last, the semicolon left out.</summary>
public sealed class SqlStatement
{
    /// <summary>Makes a statement.</summary>
    /// <param name="source">The text it stands in.</param>
    /// <param name="start">Offset of its first token that is not trivia.</param>
    /// <param name="length">Length up to the end of its last token that is not trivia.</param>
    /// <param name="copyData">The data lines that follow a <c>COPY … FROM STDIN</c>, without the <c>\.</c> line.</param>
    public SqlStatement(SourceText source, int start, int length, SourceText? copyData = null)
    {
        Source = source;
        Start = start;
        Length = length;
        CopyData = copyData;
    }

    /// <summary>The text it stands in.</summary>
    public SourceText Source { get; }

    /// <summary>Offset of its first token.</summary>
    public int Start { get; }

    /// <summary>Length in UTF-16 code units.</summary>
    public int Length { get; }

    /// <summary>Length of the longest token of the kinds that name things, or more; the splitter knows it.</summary>
    internal int LongestName { get; init; } = int.MaxValue;

    /// <summary>Offset just after its last token.</summary>
    public int End => Start + Length;

    /// <summary>The text of the statement.</summary>
    public ReadOnlyMemory<char> Text => Source.Text.Slice(Start, Length);

    /// <summary>Data for a <c>COPY … FROM STDIN</c>, else null.</summary>
    public SourceText? CopyData { get; }

    /// <summary>Where it starts in the file.</summary>
    public SourcePosition Position => Source.GetPosition(Start);

    /// <summary>Longest <see cref="FirstLine"/>, UTF-16 code units.</summary>
    private const int FirstLineLength = 120;

    /// <summary>The first line, cut at 120 characters, secrets taken out; for people.</summary>
    public string FirstLine
    {
        get
        {
            // More than a line is redacted, so that a secret is known for one although its key word stands before the cut.
            ReadOnlySpan<char> shown = Text.Span[..Math.Min(Length, 4 * FirstLineLength)];
            shown = Source.MayHoldSecret ? SecretRedactor.Redact(shown.ToString()) : shown;
            int end = shown.IndexOfAny('\n', '\r');
            string line = (end < 0 ? shown : shown[..end]).TrimEnd().ToString();
            bool cut = line.Length > FirstLineLength;
            return cut ? line[..(char.IsHighSurrogate(line[FirstLineLength - 2]) ? FirstLineLength - 2 : FirstLineLength - 1)] + "…" : line;
        }
    }

    /// <summary>The place in the file of a position the server gave.</summary>
    /// <param name="position">Code points from 1 in the statement's text, as PostgreSQL counts.</param>
    public SourcePosition MapErrorPosition(int position)
    {
        ReadOnlySpan<char> text = Text.Span;
        int at = 0;
        for (int seen = 1; seen < position && at < text.Length; seen++)
        {
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        }

        return Source.GetPosition(Start + at);
    }

    /// <inheritdoc/>
    public override string ToString() => Text.ToString();
}
