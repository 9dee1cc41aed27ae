namespace PgMigrate.Engine.History.Formats;

/// <summary>What another tool's history says of a file.</summary>
internal enum HistoryStanding
{
    /// <summary>Nothing: it is not applied.</summary>
    Pending,

    /// <summary>A row says that it is applied.</summary>
    Recorded,

    /// <summary>No row of its own, but one that stands for it: everything up to a version, or a baseline.</summary>
    Assumed,

    /// <summary>No row, and the tool would never run it, since a later one is applied.</summary>
    Skipped,

    /// <summary>A row says that it failed.</summary>
    Failed,
}
