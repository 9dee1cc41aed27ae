namespace PgMigrate.Engine.Running;

/// <summary>What is certain after a failure.</summary>
public enum SqlOutcome
{
    /// <summary>Nothing of it was kept.</summary>
    NotApplied,

    /// <summary>Not known: the connection went away while a commit or a lone statement was under way.</summary>
    Unknown,
}
