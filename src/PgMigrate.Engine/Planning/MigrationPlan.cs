using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Planning;

/// <summary>What a run would do, and what is in its way.</summary>
public sealed record MigrationPlan
{
    /// <summary>All migrations in run order with their state; those without a file come last.</summary>
    public required IReadOnlyList<Migration> Migrations { get; init; }

    /// <summary>The migrations that would be applied, in order.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }

    /// <summary>Everything found wrong.</summary>
    public required IReadOnlyList<MigrationProblem> Problems { get; init; }

    /// <summary>True when no problem stops the run.</summary>
    public bool CanRun => Problems.All(problem => problem.Severity != ProblemSeverity.Error);
}
