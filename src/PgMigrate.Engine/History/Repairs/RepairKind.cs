namespace PgMigrate.Engine.History.Repairs;

/// <summary>What is wrong with a row of a history, and so what repairing it does.</summary>
public enum RepairKind
{
    /// <summary>A run failed and left nothing: the row is removed. The migration is due as before.</summary>
    Failed,

    /// <summary>A run, or an undo, stopped part-way: the row is removed, and with it what is known of the progress.</summary>
    Partial,

    /// <summary>The file has changed since it was applied: its checksum as it is now is recorded.</summary>
    Changed,

    /// <summary>The migration is applied and has no file: all rows of it are removed.</summary>
    Missing,
}
