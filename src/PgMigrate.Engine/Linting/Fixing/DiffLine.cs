namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>A line of a diff.</summary>
/// <param name="Mark"><c>-</c> for one that goes, <c>+</c> for one that comes, a blank for one that stays.</param>
/// <param name="Text">Its text with its line end.</param>
internal readonly record struct DiffLine(char Mark, string Text);
