namespace PgMigrate.Engine.Parsing;

/// <summary>A statement that the parser does not look into.</summary>
/// <param name="Command">Its first word in upper case; empty when it starts with no word.</param>
public sealed record OpaqueStatement(string Command) : ParsedStatement
{
    /// <summary>The first word after <c>COMMENT ON</c> in upper case; empty for other commands.</summary>
    public string Subject { get; init; } = "";
}
