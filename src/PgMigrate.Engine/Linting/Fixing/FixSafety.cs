namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>How far a machine may go with a fix.</summary>
public enum FixSafety
{
    /// <summary>The fixed script leads to the same schema and the same rows as the one before.</summary>
    Safe,

    /// <summary>It does what was most likely meant, and something that somebody may rely on changes: a type, an order, a transaction.</summary>
    ReviewNeeded,
}
