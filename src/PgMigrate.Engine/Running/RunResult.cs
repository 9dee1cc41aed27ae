using PgMigrate.Engine.Planning;

namespace PgMigrate.Engine.Running;

/// <summary>How a run ended.</summary>
/// <param name="Plan">The plan it followed. When <see cref="MigrationPlan.CanRun"/> is false nothing was run.</param>
/// <param name="Results">One result for each migration that was started, in order; the last may have failed.</param>
public sealed record RunResult(MigrationPlan Plan, IReadOnlyList<MigrationResult> Results)
{
    /// <summary>True when everything planned and confirmed was applied, or taken back.</summary>
    public bool Succeeded => Plan.CanRun && Results.All(result => result.IsDone);

    /// <summary>The failed migration, or null.</summary>
    public MigrationResult? Failed => Results.FirstOrDefault(result => !result.IsDone);
}
