using PgMigrate.Engine.Migrations;

namespace PgMigrate;

/// <summary>Something wrong with a folder, a file or a plan, found before anything was run.</summary>
public sealed class MigrationProblemException : Exception
{
    internal MigrationProblemException(MigrationProblem problem)
        : base(problem.ToString()) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public MigrationProblem Problem { get; }
}
