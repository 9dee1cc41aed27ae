using System.Management.Automation;
using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;

namespace PgMigrate.Commands;

/// <summary>Plan, ask for each row, repair: the steps of a repair, each on the pipeline thread.</summary>
/// <param name="command">The command.</param>
/// <param name="connection">The database.</param>
/// <param name="set">The folder.</param>
/// <param name="options">What to repair.</param>
/// <param name="unasked">True to ask nothing; <c>-WhatIf</c> counts all the same.</param>
internal sealed class RepairRun(PgMigrateCommand command, MigrationConnection connection, MigrationSet set, RepairOptions options, bool unasked)
{
    /// <summary>Repairs what was asked for and confirmed; gives what was done.</summary>
    public IReadOnlyList<MigrationLogRepair> Repair()
    {
        RepairPlan plan = command.Run((observer, token) => Runner(observer).PlanAsync(set, options, token));
        command.Refuse([.. plan.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => ErrorRecords.Problem(problem))], set.FolderPath);
        if (plan.Repairs.Count == 0)
        {
            command.WriteVerbose("No row of the history is so that it would be repaired.");
        }

        var confirmed = plan.Repairs.Where(IsConfirmed).Select(repair => repair.Key).ToHashSet(StringComparer.Ordinal);
        if (confirmed.Count == 0)
        {
            return [];
        }

        RepairOptions confirmedOptions = options with { Confirmed = confirmed };
        IReadOnlyList<MigrationLogRepair> repairs = command.Run((observer, token) => Runner(observer).RunAsync(set, confirmedOptions, token));
        if (repairs.Count < confirmed.Count)
        {
            command.WriteWarning($"{confirmed.Count - repairs.Count} of {confirmed.Count} rows were not repaired: the history changed meanwhile. Look at Get-MigrationLog.");
        }

        return repairs;
    }

    private bool IsConfirmed(MigrationLogRepair repair)
    {
        string what = $"Row {repair.Id} of {repair.FileName} on {connection.Address}, {repair.Entry.StatusText}: {repair.Action}";
        return unasked || command.ShouldProcess(what, what + ". Repair it?", "Repair migration log");
    }

    private RepairRunner Runner(IRunObserver observer) => new(connection.Sessions, observer, TimeProvider.System);
}
