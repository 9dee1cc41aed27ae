namespace PgMigrate.Engine.Linting;

/// <summary>The table locks of PostgreSQL that DDL takes, weakest first (manual, table 13.2).</summary>
public enum LockMode
{
    /// <summary>None that matters.</summary>
    None,

    /// <summary>Blocks other DDL and VACUUM, not reads and writes.</summary>
    ShareUpdateExclusive,

    /// <summary>Blocks writes.</summary>
    Share,

    /// <summary>Blocks writes and other DDL.</summary>
    ShareRowExclusive,

    /// <summary>Blocks all but plain reads.</summary>
    Exclusive,

    /// <summary>Blocks everything, reads too.</summary>
    AccessExclusive,
}
