using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History.Comparing;

/// <summary>A migration as one side has it.</summary>
/// <param name="State">What that side says.</param>
/// <param name="Name">What it calls it.</param>
/// <param name="Version">Its version there.</param>
/// <param name="AppliedAt">When it was applied.</param>
/// <param name="Note">What to tell of it.</param>
internal sealed record SideItem(MigrationState State, string Name, string? Version, DateTimeOffset? AppliedAt, string? Note)
{
    /// <summary>True when its tool will never apply it.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>The checksum, to compare with another side of the same kind; null where none is kept.</summary>
    public string? Checksum { get; init; }

    /// <summary>True when it counts as being there, whole.</summary>
    public bool IsThere => State is MigrationState.Applied or MigrationState.Baselined or MigrationState.Changed;

    /// <summary>True when it is there in another form, or in part.</summary>
    public bool IsTroubled => State is MigrationState.Changed or MigrationState.Failed or MigrationState.Partial;
}
