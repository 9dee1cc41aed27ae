namespace PgMigrate.Engine.Sql;

/// <summary>A place in a source file.</summary>
/// <param name="Offset">UTF-16 code units before it in the decoded file, the BOM not counted; from 0.</param>
/// <param name="Line">Line number, from 1. LF, CRLF and a lone CR each end a line.</param>
/// <param name="Column">Unicode code points before it on its line, plus 1.</param>
public readonly record struct SourcePosition(int Offset, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}";
}
