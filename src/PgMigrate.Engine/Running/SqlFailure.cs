namespace PgMigrate.Engine.Running;

/// <summary>An error of a database, freed from its driver's types.</summary>
public sealed record SqlFailure
{
    /// <summary>The message, without secrets.</summary>
    public required string Message { get; init; }

    /// <summary>SQLSTATE, five characters, or null where the target gave none.</summary>
    public string? SqlState { get; init; }

    /// <summary>DETAIL, if any.</summary>
    public string? Detail { get; init; }

    /// <summary>HINT, if any.</summary>
    public string? Hint { get; init; }

    /// <summary>CONTEXT (where), if any.</summary>
    public string? Where { get; init; }

    /// <summary>Index of the failing command among those sent, or null when no single one is to blame.</summary>
    public int? CommandIndex { get; init; }

    /// <summary>Place in the failing command's text, in code points from 1, or null.</summary>
    public int? Position { get; init; }

    /// <summary>What is certain of the work that was under way.</summary>
    public SqlOutcome Outcome { get; init; }

    /// <summary>True when the connection is gone.</summary>
    public bool ConnectionLost { get; init; }
}
