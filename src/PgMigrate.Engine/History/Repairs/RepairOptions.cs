using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Repairs;

/// <summary>Settings of a repair. Rows that none of them names are left alone.</summary>
public sealed record RepairOptions
{
    /// <summary>What is repaired; nothing else is looked at.</summary>
    public required IReadOnlySet<RepairKind> Kinds { get; init; }

    /// <summary>Only rows of these file names; null for all.</summary>
    public IReadOnlySet<string>? Files { get; init; }

    /// <summary>Only rows of these versions or file names; null for all.</summary>
    public IReadOnlyList<string>? Versions { get; init; }

    /// <summary>Only these rows (<see cref="MigrationLogEntry.Id"/>); null for all.</summary>
    public IReadOnlySet<long>? Rows { get; init; }

    /// <summary>Only these of the plan (<see cref="MigrationLogRepair.Key"/>); null for the whole plan. What a user confirmed.</summary>
    public IReadOnlySet<string>? Confirmed { get; init; }

    /// <summary>Where the history is kept.</summary>
    public HistoryTableName HistoryTable { get; init; } = HistoryTableName.Default;

    /// <summary>The history of another tool (<see cref="HistoryFormats.Repairable"/>); null is our own.</summary>
    public string? HistoryFormat { get; init; }

    /// <summary>How long to wait for the run's lock; null waits 60 s.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>How runs keep out of each other's way; as those that wrote the history.</summary>
    public RunLockMode LockMode { get; init; }

    /// <summary><c>search_path</c>, or null for the session's.</summary>
    public string? SearchPath { get; init; }
}
