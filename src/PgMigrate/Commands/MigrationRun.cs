using System.Management.Automation;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Pipeline;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

/// <summary>Plan, ask, apply: the three steps of a run, each on the pipeline thread.</summary>
/// <param name="command">The command.</param>
/// <param name="connection">The database.</param>
/// <param name="loaded">The folder.</param>
/// <param name="options">The run's settings.</param>
/// <param name="unasked">True to ask nothing, whatever the impact; <c>-WhatIf</c> counts all the same.</param>
internal sealed class MigrationRun(
    PgMigrateCommand command, MigrationConnection connection, LoadedMigrations loaded, RunOptions options, bool unasked = false)
{
    private bool IsUndo => options.Undo is not null;

    /// <summary>What would be applied, or taken back; ends the command when a problem is in the way.</summary>
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
    /// <returns>File names to be applied, or taken back.</returns>
    public IReadOnlySet<string> Confirm(MigrationPlan plan)
    {
        var confirmed = new HashSet<string>(StringComparer.Ordinal);
        foreach (PlanStep step in plan.Steps)
        {
            string what = $"{(IsUndo ? "Taking back" : "Applying")} {step.Migration.FileName} ({CommandReporter.Describe(step)}) on {connection.Address}";
            ShouldProcessReason reason = ShouldProcessReason.None;
            if (unasked || command.ShouldProcess(what, what + "?", IsUndo ? "Undo migration" : "Apply migration", out reason))
            {
                confirmed.Add(step.Migration.FileName);
            }
            else if (reason == ShouldProcessReason.WhatIf)
            {
                command.WriteObject(Planned(step));
            }
            else
            {
                command.WriteWarning($"{step.Migration.FileName} was declined; it and what {(IsUndo ? "came before it are not taken back" : "follows it are not applied")}.");
                break;
            }
        }

        return confirmed;
    }

    /// <summary>Applies; each result is written as its migration ends, and a failure then ends the command.</summary>
    public void Apply(IReadOnlySet<string> confirmed)
    {
        // Under the lock the last applied ones may be others: what was confirmed is what is taken back, or nothing.
        RunOptions confirmedOptions = options with
        {
            Confirmed = confirmed,
            Undo = options.Undo is { } undo ? undo with { Selected = confirmed } : null,
        };
        RunResult result = command.Run((observer, token) => Runner(observer).RunAsync(loaded.Set, confirmedOptions, token));
        command.Reporter.EndProgress();

        // The plan under the lock may differ from the first: another run was faster, or a file changed.
        Refuse(result.Plan);
        if (result.Failed is { } failed)
        {
            command.ThrowTerminatingError(ErrorRecords.MigrationFailed(failed));
        }

        if (IsUndo && result.Results.Count < confirmed.Count)
        {
            command.WriteWarning($"{confirmed.Count - result.Results.Count} of {confirmed.Count} were not taken back: the history changed meanwhile. Look at Get-Migration.");
        }
    }

    private static MigrationResult Planned(PlanStep step) => new()
    {
        Migration = step.Migration,
        Status = step.IsUndo ? MigrationResultStatus.WouldUndo : MigrationResultStatus.WouldApply,
        StatementsTotal = step.Statements.Count,
    };

    private MigrationRunner Runner(IRunObserver observer) => new(connection.Sessions, observer, TimeProvider.System);

    private MigrationPlan Narrow(MigrationPlan plan) => IsUndo || loaded.Selected is not { } selected ? plan : plan with
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
