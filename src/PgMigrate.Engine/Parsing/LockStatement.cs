namespace PgMigrate.Engine.Parsing;

/// <summary><c>LOCK [TABLE]</c>.</summary>
/// <param name="Tables">The tables it names.</param>
/// <param name="Mode">The mode in upper case without the word MODE; <c>ACCESS EXCLUSIVE</c> when none is given.</param>
public sealed record LockStatement(IReadOnlyList<TableReference> Tables, string Mode) : ParsedStatement;
