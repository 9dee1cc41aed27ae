using System.Management.Automation;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

/// <summary>Plan, ask, mark: the steps of a baseline, each on the pipeline thread.</summary>
internal sealed class BaselineRun(PgMigrateCommand command, MigrationConnection connection, LoadedMigrations loaded, BaselineOptions options)
{
    /// <summary>Marks what was asked for and confirmed; gives the rows written.</summary>
    public IReadOnlyList<MigrationLogEntry> Mark()
    {
        BaselinePlan plan = Plan();
        IReadOnlySet<string> confirmed = Confirm(plan.Marks);
        if (confirmed.Count == 0)
        {
            return [];
        }

        BaselineOptions confirmedOptions = options with { Confirmed = confirmed };
        IReadOnlyList<MigrationLogEntry> entries = command.Run((observer, token) => Runner(observer).RunAsync(loaded.Set, confirmedOptions, token));
        if (entries.Count < confirmed.Count)
        {
            // Under the lock the history said otherwise: another run was faster. What that one did is in its rows.
            command.WriteWarning($"{confirmed.Count - entries.Count} of {confirmed.Count} were not marked: the history changed meanwhile. Look at Get-Migration.");
        }

        return entries;
    }

    private BaselinePlan Plan()
    {
        BaselinePlan plan = command.Run((observer, token) => Runner(observer).PlanAsync(loaded.Set, options, token));
        if (loaded.Selected is { } selected)
        {
            plan = plan with { Marks = [.. plan.Marks.Where(mark => selected.Contains(mark.FileName))] };
        }

        foreach (MigrationProblem warning in plan.Problems.Where(problem => problem.Severity == ProblemSeverity.Warning))
        {
            command.WriteWarning($"{warning} {warning.Remedy}");
        }

        command.Refuse([.. plan.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => ErrorRecords.Problem(problem))], loaded.Set.FolderPath);
        if (plan.Marks.Count == 0)
        {
            command.WriteVerbose($"Nothing to mark in {loaded.Set.FolderPath}: the history has all of them.");
        }

        return plan;
    }

    /// <summary>A declined migration ends the list: what comes after it may need it.</summary>
    private HashSet<string> Confirm(IReadOnlyList<Migration> marks)
    {
        var confirmed = new HashSet<string>(StringComparer.Ordinal);
        foreach (Migration mark in marks)
        {
            string what = $"Marking {mark.FileName} as applied on {connection.Address}, without running it";
            if (command.ShouldProcess(what, what + "?", "Set migration baseline", out ShouldProcessReason reason))
            {
                confirmed.Add(mark.FileName);
            }
            else if (reason != ShouldProcessReason.WhatIf)
            {
                command.WriteWarning($"{mark.FileName} was declined; it and what follows it are not marked.");
                break;
            }
        }

        return confirmed;
    }

    private BaselineRunner Runner(IRunObserver observer) => new(connection.Sessions, observer, TimeProvider.System);
}
