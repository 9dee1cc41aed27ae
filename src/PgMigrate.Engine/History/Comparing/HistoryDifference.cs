using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History.Comparing;

/// <summary>One migration in the two things compared.</summary>
public sealed record HistoryDifference
{
    /// <summary>How it stands in both.</summary>
    public required HistoryRelationship Relationship { get; init; }

    /// <summary>File name, or what the history that alone has it calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, if it has one.</summary>
    public string? Version { get; init; }

    /// <summary>The first of the two: a folder, or a format and its table.</summary>
    public required string Reference { get; init; }

    /// <summary>The second of the two.</summary>
    public required string Difference { get; init; }

    /// <summary>Its state in the first; <see cref="MigrationState.Pending"/> when it is not there.</summary>
    public MigrationState ReferenceState { get; init; }

    /// <summary>Its state in the second; <see cref="MigrationState.Pending"/> when it is not there.</summary>
    public MigrationState DifferenceState { get; init; }

    /// <summary>When the first says it was applied, if it does.</summary>
    public DateTimeOffset? ReferenceAppliedAt { get; init; }

    /// <summary>When the second says it was applied, if it does.</summary>
    public DateTimeOffset? DifferenceAppliedAt { get; init; }

    /// <summary>What a person should know: what has changed, what was skipped or assumed; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The file, or null when there is none.</summary>
    public Migration? Migration { get; init; }

    /// <summary>True for everything but <see cref="HistoryRelationship.Both"/> and <see cref="HistoryRelationship.Neither"/>.</summary>
    public bool IsDifferent => Relationship is not (HistoryRelationship.Both or HistoryRelationship.Neither);
}
