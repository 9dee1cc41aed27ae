namespace PgMigrate.Engine.Running;

/// <summary>How one migration of a run ended.</summary>
public enum MigrationResultStatus
{
    /// <summary>All of it is applied and recorded.</summary>
    Applied,

    /// <summary>Planned only; nothing was run.</summary>
    WouldApply,

    /// <summary>Failed; nothing of it was kept.</summary>
    Failed,

    /// <summary>Failed; the statements before are applied for good.</summary>
    Partial,

    /// <summary>It is not known whether its last step was applied.</summary>
    Unknown,

    /// <summary>Cancelled and rolled back.</summary>
    Cancelled,

    /// <summary>Taken back, all of it, and recorded so.</summary>
    Undone,

    /// <summary>Planned to be taken back; nothing was run.</summary>
    WouldUndo,
}
