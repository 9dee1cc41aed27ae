namespace PgMigrate.Engine.History;

/// <summary>Values of the <c>status</c> column; written in lower case.</summary>
public enum MigrationLogStatus
{
    /// <summary>A status this version does not know; the text is kept in <see cref="MigrationLogEntry.StatusText"/>.</summary>
    Unknown,

    /// <summary>Started; its progress is in <c>statements_applied</c>. After a crash the row stays so.</summary>
    Running,

    /// <summary>All statements applied.</summary>
    Completed,

    /// <summary>Failed, nothing kept.</summary>
    Failed,

    /// <summary>Failed after some statements were applied for good.</summary>
    Partial,

    /// <summary>Marked as applied, not run.</summary>
    Baseline,

    /// <summary>Taken back.</summary>
    Undone,

    /// <summary>Being taken back statement by statement; its progress is in <c>statements_applied</c>. After a crash the row stays so.</summary>
    Undoing,

    /// <summary>Taking it back failed after some statements of the undo were applied for good.</summary>
    UndoPartial,
}
