namespace PgMigrate.Engine.Parsing;

/// <summary>A statement that the parser does not look into.</summary>
/// <param name="Command">Its first word in upper case; empty when it starts with no word.</param>
public sealed record OpaqueStatement(string Command) : ParsedStatement
{
    /// <summary>The commands of the manual's part VI that have no type of their own. CREATE, ALTER and DROP are not among them: those are of unknown kind.</summary>
    private static readonly HashSet<string> KnownCommands = new(StringComparer.Ordinal)
    {
        "SELECT", "VALUES", "TABLE", "WITH", "COPY", "CALL", "EXPLAIN", "ANALYZE", "ANALYSE", "COMMENT", "SECURITY", "SET", "RESET", "SHOW", "DISCARD", "CHECKPOINT", "LISTEN",
        "NOTIFY", "UNLISTEN", "LOAD", "PREPARE", "EXECUTE", "DEALLOCATE", "DECLARE", "FETCH", "MOVE", "CLOSE", "REASSIGN", "IMPORT", "COMMIT", "ROLLBACK", "DROP OWNED",
    };

    /// <summary>True when PostgreSQL has the command.</summary>
    public bool IsKnown => KnownCommands.Contains(Command);

    /// <summary>The first word after <c>COMMENT ON</c> in upper case; empty for other commands.</summary>
    public string Subject { get; init; } = "";
}
