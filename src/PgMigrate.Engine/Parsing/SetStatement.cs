namespace PgMigrate.Engine.Parsing;

/// <summary><c>SET name = value</c> or <c>RESET name</c>.</summary>
/// <param name="Name">The setting in lower case.</param>
/// <param name="Value">The text of the value, quotes of a single constant taken off; null for RESET.</param>
/// <param name="IsLocal">True for <c>SET LOCAL</c>.</param>
public sealed record SetStatement(string Name, string? Value, bool IsLocal) : ParsedStatement;
