namespace PgMigrate.Engine.History.Formats;

/// <summary>What another tool's row says of a migration.</summary>
internal enum HistoryRecordState
{
    /// <summary>Applied.</summary>
    Applied,

    /// <summary>Marked as applied, not run.</summary>
    Baseline,

    /// <summary>Failed or stopped half-way; its tool wants that mended first.</summary>
    Failed,

    /// <summary>Taken back.</summary>
    Undone,

    /// <summary>Says nothing of a migration: a schema was made, a tool marked its start.</summary>
    Note,
}
