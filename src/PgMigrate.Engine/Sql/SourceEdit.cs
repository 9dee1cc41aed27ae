namespace PgMigrate.Engine.Sql;

/// <summary>A piece of a text replaced by another.</summary>
/// <param name="Start">Offset of the piece.</param>
/// <param name="Length">Its length.</param>
/// <param name="Text">What takes its place.</param>
internal readonly record struct SourceEdit(int Start, int Length, string Text);
