namespace PgMigrate.Engine.Sql;

/// <summary>A piece of a text replaced by another.</summary>
/// <param name="Start">Offset of the piece, in UTF-16 code units.</param>
/// <param name="Length">Its length; 0 inserts.</param>
/// <param name="Text">What takes its place.</param>
public readonly record struct SourceEdit(int Start, int Length, string Text)
{
    /// <summary>Offset just after the piece.</summary>
    public int End => Start + Length;
}
