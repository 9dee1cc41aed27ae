using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History;

/// <summary>Settings of a baseline.</summary>
public sealed record BaselineOptions
{
    /// <summary>Where the history is kept.</summary>
    public HistoryTableName HistoryTable { get; init; } = HistoryTableName.Default;

    /// <summary>Mark in the history of another tool, see <see cref="Running.RunOptions.HistoryFormat"/>; null marks in our own.</summary>
    public string? HistoryFormat { get; init; }

    /// <summary>Mark migrations up to this version or file name; null marks all that are given.</summary>
    public string? ToVersion { get; init; }

    /// <summary>
    /// Name of another tool's history (<see cref="HistoryFormats.Names"/>, or <see cref="HistoryFormats.Auto"/>): what that records as
    /// applied is marked, and nothing else. Null marks by version.
    /// </summary>
    public string? FromHistory { get; init; }

    /// <summary>The table of <see cref="FromHistory"/>; null looks where that tool keeps it.</summary>
    public HistoryTableName? FromHistoryTable { get; init; }

    /// <summary>How long to wait for the run's lock; null waits 60 s.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>How runs keep out of each other's way.</summary>
    public RunLockMode LockMode { get; init; }

    /// <summary><c>search_path</c>, or null for the session's.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Only these file names are marked; null marks the whole plan. What a user confirmed.</summary>
    public IReadOnlySet<string>? Confirmed { get; init; }

    /// <summary>Version of the tool, for the history.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>Identifies the run in the history.</summary>
    public Guid RunId { get; init; } = Guid.NewGuid();
}
