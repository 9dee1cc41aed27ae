namespace PgMigrate.Engine.Parsing;

/// <summary><c>DO</c>.</summary>
/// <param name="Body">Its code with the quotes, or null when there is none.</param>
/// <param name="Language">Its language in lower case.</param>
public sealed record DoStatement(TextSpan? Body, string Language) : ParsedStatement;
