namespace PgMigrate.Engine.History;

/// <summary>What a history table held at one moment.</summary>
/// <param name="Entries">Its rows in the order they were written.</param>
/// <param name="IsCurrent">False when columns are missing that this version writes.</param>
public sealed record HistorySnapshot(IReadOnlyList<MigrationLogEntry> Entries, bool IsCurrent)
{
    /// <summary>A history without rows.</summary>
    public static HistorySnapshot Empty { get; } = new([], IsCurrent: false);

    /// <summary>The number the next row gets.</summary>
    public int NextStepNumber => Entries.Count == 0 ? 1 : Entries.Max(entry => entry.StepNumber) + 1;
}
