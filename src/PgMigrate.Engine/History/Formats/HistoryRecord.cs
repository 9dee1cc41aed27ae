namespace PgMigrate.Engine.History.Formats;

/// <summary>A row of another tool's history.</summary>
/// <param name="Keys">What it knows the migration by, the surest first; see <see cref="HistoryFormat.KeysOf"/>.</param>
/// <param name="Name">What people know it by.</param>
internal sealed record HistoryRecord(IReadOnlyList<string> Keys, string Name)
{
    /// <summary>What it says.</summary>
    public HistoryRecordState State { get; init; }

    /// <summary>Its version, if the tool has versions.</summary>
    public string? Version { get; init; }

    /// <summary>When it was applied, if recorded.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>The checksum as the tool writes it, if it does.</summary>
    public string? Checksum { get; init; }

    /// <summary>How long it took, if recorded.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Who applied it, if recorded.</summary>
    public string? AppliedBy { get; init; }
}
