using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Engine.Planning;

/// <summary>The step of a script whose statements are not known when the plan is made.</summary>
internal static class ScriptedStep
{
    /// <returns>
    /// A step without statements where the script asks the database and the run can let it, at its turn; else null, and the problem is added.
    /// </returns>
    public static PlanStep? Build(Migration migration, MigrationProblem problem, RunOptions options, List<MigrationProblem> problems)
    {
        if (problem.Code != MigrationProblemCode.NeedsDatabase || options.ScriptHost is null)
        {
            problems.Add(problem);
            return null;
        }

        if (migration.State == MigrationState.Partial)
        {
            problems.Add(ScriptProblems.NotResumable(migration));
            return null;
        }

        return new PlanStep { Migration = migration, ModeReason = null, Statements = [], Units = [], IsDeferred = true };
    }
}
