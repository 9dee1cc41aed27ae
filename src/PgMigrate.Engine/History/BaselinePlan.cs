using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History;

/// <summary>What a baseline would mark.</summary>
/// <param name="Marks">The migrations to mark, in order.</param>
/// <param name="Problems">What stands in the way.</param>
public sealed record BaselinePlan(IReadOnlyList<Migration> Marks, IReadOnlyList<MigrationProblem> Problems)
{
    /// <summary>True when no problem stops it.</summary>
    public bool CanRun => Problems.All(problem => problem.Severity != ProblemSeverity.Error);
}
