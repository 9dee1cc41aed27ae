using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History.Repairs;

/// <summary>What a repair would do.</summary>
/// <param name="Repairs">Each row, in the order in which they were written.</param>
/// <param name="Problems">What stands in the way.</param>
public sealed record RepairPlan(IReadOnlyList<MigrationLogRepair> Repairs, IReadOnlyList<MigrationProblem> Problems)
{
    /// <summary>True when no problem stops it.</summary>
    public bool CanRun => Problems.All(problem => problem.Severity != ProblemSeverity.Error);
}
