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

    /// <summary>Offset just after its last token.</summary>
    public int End => Start + Length;

    /// <summary>The text of the statement.</summary>
    public ReadOnlyMemory<char> Text => Source.Text.Slice(Start, Length);

    /// <summary>Data for a <c>COPY … FROM STDIN</c>, else null.</summary>
    public SourceText? CopyData { get; }

    /// <summary>Where it starts in the file.</summary>
    public SourcePosition Position => Source.GetPosition(Start);

    /// <inheritdoc/>
    public override string ToString() => Text.ToString();
}
