namespace PgMigrate.Engine.Parsing;

/// <summary><c>TRUNCATE</c>.</summary>
/// <param name="Tables">The tables it names.</param>
/// <param name="IsCascade">True with <c>CASCADE</c>.</param>
public sealed record TruncateStatement(IReadOnlyList<TableReference> Tables, bool IsCascade) : ParsedStatement;
