namespace PgMigrate.Engine.Parsing;

/// <summary>A part of a statement's text.</summary>
/// <param name="Start">Offset of its first UTF-16 code unit in the statement.</param>
/// <param name="End">Offset just after its last.</param>
public readonly record struct TextSpan(int Start, int End)
{
    /// <summary>Length in UTF-16 code units.</summary>
    public int Length => End - Start;
}
