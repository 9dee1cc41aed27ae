using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Plans what is taken back, newest first. Only the end of what is applied can be: nothing that a later migration may build on.
/// <code>
/// files ──► states (history) ──► applied ones, newest first ──► the chosen end of them ──► undo scripts, statements, units ──► plan
/// </code>
/// </summary>
internal static class UndoPlanner
{
    /// <summary>Makes the plan; touches nothing.</summary>
    /// <param name="set">The migrations.</param>
    /// <param name="history">What the history holds; null when there is no table.</param>
    /// <param name="undo">Which to take back.</param>
    /// <param name="options">The run's settings.</param>
    /// <param name="target">The kind of database.</param>
    public static MigrationPlan Plan(MigrationSet set, HistorySnapshot? history, UndoOptions undo, RunOptions options, SqlTarget target)
    {
        var problems = new List<MigrationProblem>(set.Problems);
        var states = new MigrationStates(history?.Entries ?? [], set.Migrations);
        var found = set.Migrations.Select(states.Resolve).ToList();
        OrderCheck.MarkStates(found, target, assumeInitialSetup: true);
        var applied = found.Where(item => IsThere(item.Migration)).Reverse().ToList();
        var chosen = Choose(found, applied, undo, problems);
        problems.AddRange(BlockedBy(applied, chosen));
        MigrationLogEntry[] lost = [.. states.Orphans(set.Migrations)];
        problems.AddRange(lost.Select(row => OfMissing(row, chosen)));
        if (chosen.Count > 0 && !HistoryFormats.IsNative(options.HistoryFormat) && !HistoryFormats.Find(options.HistoryFormat!).CanRemove)
        {
            problems.Add(UndoProblems.FormatWithoutUndo(options.HistoryFormat!));
        }

        var steps = new List<PlanStep>();
        foreach ((Migration migration, MigrationLogEntry? row) in chosen)
        {
            if (UndoStepBuilder.Build(migration, row, undo, options, target, problems) is { } step)
            {
                steps.Add(step);
            }
        }

        return new MigrationPlan
        {
            Migrations = [.. found.Select(item => item.Migration), .. lost.Select(row => MissingMigration.From(row) with { FolderPath = set.FolderPath })],
            Steps = steps,
            Problems = problems,
        };
    }

    /// <summary>What is run again whenever it changes has no place in the order, and nothing to go back to.</summary>
    private static bool IsThere(Migration migration) => migration is
    {
        IsRepeatable: false,
        State: MigrationState.Applied or MigrationState.Baselined or MigrationState.Changed or MigrationState.Partial,
    };

    private static List<(Migration Migration, MigrationLogEntry? Row)> Choose(
        List<(Migration Migration, MigrationLogEntry? Row)> found, List<(Migration Migration, MigrationLogEntry? Row)> applied,
        UndoOptions undo, List<MigrationProblem> problems)
    {
        if (undo.Selected is { } selected)
        {
            return applied.FindAll(item => selected.Contains(item.Migration.FileName));
        }

        if (undo.ToVersion is not { } version)
        {
            return [.. applied.Take(undo.Last ?? 1)];
        }

        Migration? stays = found.FindLast(item => MigrationPlanner.Matches(item.Migration, version)).Migration;
        if (stays is null || !IsThere(stays))
        {
            problems.Add(stays is null ? PlanProblems.UnknownVersion(version) : UndoProblems.NotApplied(stays));
            return [];
        }

        return applied.FindAll(item => item.Migration.Ordinal > stays.Ordinal);
    }

    /// <summary>Applied ones that are not chosen and come after a chosen one.</summary>
    private static IEnumerable<MigrationProblem> BlockedBy(
        List<(Migration Migration, MigrationLogEntry? Row)> applied, List<(Migration Migration, MigrationLogEntry? Row)> chosen)
    {
        var ordinals = chosen.Select(item => item.Migration.Ordinal).ToHashSet();
        int oldest = ordinals.Append(int.MaxValue).Min();
        string[] later = [.. applied.Where(item => item.Migration.Ordinal > oldest && !ordinals.Contains(item.Migration.Ordinal)).Select(item => item.Migration.FileName)];
        if (later.Length > 0)
        {
            yield return UndoProblems.Followed(later, chosen[^1].Migration);
        }
    }

    /// <summary>A row without a file stands in the way when its version is a later one.</summary>
    private static MigrationProblem OfMissing(MigrationLogEntry row, List<(Migration Migration, MigrationLogEntry? Row)> chosen)
    {
        string version = MissingMigration.From(row).Version;
        return chosen.Find(item => MigrationVersion.Compare(item.Migration.Version, version) < 0).Migration is { } earlier
            ? UndoProblems.FollowedByMissing(row, earlier) : PlanProblems.MissingFile(row);
    }
}
