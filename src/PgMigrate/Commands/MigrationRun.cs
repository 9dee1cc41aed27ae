using System.Management.Automation;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Pipeline;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

/// <summary>Plan, ask, apply: the three steps of a run, each on the pipeline thread.</summary>
internal sealed class MigrationRun(PgMigrateCommand command, MigrationConnection connection, LoadedMigrations loaded, RunOptions options)
{
    /// <summary>What would be applied; ends the command when a problem is in the way.</summary>
    public MigrationPlan Plan()
    {
        MigrationPlan plan = Narrow(command.Run((observer, token) => Runner(observer).PlanAsync(loaded.Set, options, token)));
        foreach (MigrationProblem warning in plan.Problems.Where(problem => problem.Severity == ProblemSeverity.Warning))
        {
            command.WriteWarning($"{warning} {warning.Remedy}");
        }

        Refuse(plan);
        return plan;
    }

    /// <summary>Asks for each migration before the first is run. A declined one ends the list: what comes after it may need it.</summary>
    /// <returns>File names to be applied.</returns>
    public IReadOnlySet<string> Confirm(MigrationPlan plan)
    {
        var confirmed = new HashSet<string>(StringComparer.Ordinal);
        foreach (PlanStep step in plan.Steps)
        {
            string what = $"Applying {step.Migration.FileName} ({CommandReporter.Describe(step)}) on {connection.Address}";
            if (command.ShouldProcess(what, what + "?", "Apply migration", out ShouldProcessReason reason))
            {
                confirmed.Add(step.Migration.FileName);
            }
            else if (reason == ShouldProcessReason.WhatIf)
            {
                command.WriteObject(Planned(step));
            }
            else
            {
                command.WriteWarning($"{step.Migration.FileName} was declined; it and what follows it are not applied.");
                break;
            }
        }

        return confirmed;
    }

    /// <summary>Applies; each result is written as its migration ends, and a failure then ends the command.</summary>
    public void Apply(IReadOnlySet<string> confirmed)
    {
        RunOptions confirmedOptions = options with { Confirmed = confirmed };
        RunResult result = command.Run((observer, token) => Runner(observer).RunAsync(loaded.Set, confirmedOptions, token));
        command.Reporter.EndProgress();

        // The plan under the lock may differ from the first: another run was faster, or a file changed.
        Refuse(result.Plan);
        if (result.Failed is { } failed)
        {
            command.ThrowTerminatingError(ErrorRecords.MigrationFailed(failed));
        }
    }

    private static MigrationResult Planned(PlanStep step) => new()
    {
        Migration = step.Migration,
        Status = MigrationResultStatus.WouldApply,
        StatementsTotal = step.Statements.Count,
    };

    private MigrationRunner Runner(IRunObserver observer) => new(connection.Sessions, observer, TimeProvider.System);

    private MigrationPlan Narrow(MigrationPlan plan) => loaded.Selected is not { } selected ? plan : plan with
    {
        Steps = [.. plan.Steps.Where(step => selected.Contains(step.Migration.FileName))],
        Problems = options.AllowOutOfOrder ? plan.Problems : [.. plan.Problems, .. MigrationSelection.FindSkipped(plan, selected)],
    };

    private void Refuse(MigrationPlan plan) => command.Refuse(
        [.. plan.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => ErrorRecords.Problem(problem, TargetOf(plan, problem)))],
        loaded.Set.FolderPath);

    private static Migration? TargetOf(MigrationPlan plan, MigrationProblem problem) =>
        problem.Path is null ? null : plan.Migrations.FirstOrDefault(migration => migration.Path == problem.Path);
}
