namespace PgMigrate.Engine.Running;

/// <summary>What to do with a statement that may or may not have been applied when an earlier run died.</summary>
public enum ResumeChoice
{
    /// <summary>Stop and ask.</summary>
    Ask,

    /// <summary>It was applied: go on after it.</summary>
    Skip,

    /// <summary>It was not applied: run it again.</summary>
    Retry,
}
