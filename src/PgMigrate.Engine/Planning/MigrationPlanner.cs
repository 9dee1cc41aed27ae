using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Lays files and history side by side. Everything that can be known to be wrong is found here, before a statement is sent:
/// <code>
/// files ──► states (history) ──► which are due ──► variables, statements, units ──► plan
///              └─► changed, missing, out of order, part-way ─► problems ◄─┘
/// </code>
/// </summary>
public static class MigrationPlanner
{
    /// <summary>Makes the plan; touches nothing.</summary>
    /// <param name="set">The migrations.</param>
    /// <param name="history">What the history holds; null when there is no table.</param>
    /// <param name="facts">The database.</param>
    /// <param name="options">The run's settings.</param>
    /// <param name="target">The kind of database.</param>
    public static MigrationPlan Plan(
        MigrationSet set, HistorySnapshot? history, DatabaseFacts facts, RunOptions options, SqlTarget target)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<MigrationLogEntry> entries = history?.Entries ?? [];
        var problems = new List<MigrationProblem>(set.Problems);
        var states = new MigrationStates(entries, set.Migrations);
        var found = set.Migrations.Select(states.Resolve).ToList();
        OrderCheck.MarkStates(found, target, assumeInitialSetup: entries.Count > 0 || facts.HasTables);
        if (history is null && facts.Schema is null && options.HistoryTable.Schema is null)
        {
            problems.Add(PlanProblems.NoSchema());
        }

        int last = LastDue(found, options.ToVersion, problems);
        var steps = new List<PlanStep>();
        foreach ((Migration migration, MigrationLogEntry? row) in found.Take(last + 1))
        {
            if (IsDue(migration.State) && migration.ListedLanguage is { } language)
            {
                problems.Add(LayoutProblems.UnsupportedLanguage(migration.Path, language));
            }
            else if (IsDue(migration.State) && StepBuilder.Build(migration, row, options, target, problems) is { } step)
            {
                steps.Add(step);
            }
        }

        problems.AddRange(OrderCheck.Problems(found, options));
        MigrationLogEntry[] lost = options.IsSelection ? [] : [.. states.Orphans(set.Migrations)];
        problems.AddRange(lost.Select(row => MigrationStates.IsPartial(row) ? PlanProblems.PartialMissing(row) : PlanProblems.MissingFile(row)));
        Migration[] orphans = [.. lost.Select(row => MissingMigration.From(row) with { FolderPath = set.FolderPath })];
        var modes = new Dictionary<string, TransactionMode>(StringComparer.Ordinal);
        steps.ForEach(step => modes[step.Migration.Path] = step.Migration.TransactionMode);
        return new MigrationPlan
        {
            Migrations =
            [
                .. found.Select(item => modes.TryGetValue(item.Migration.Path, out TransactionMode mode)
                    ? item.Migration with { TransactionMode = mode } : item.Migration),
                .. orphans,
            ],
            Steps = steps,
            Problems = problems,
        };
    }

    private static bool IsDue(MigrationState state) => state is MigrationState.Pending or MigrationState.Failed
        or MigrationState.Partial or MigrationState.OutOfOrder or MigrationState.Undone;

    /// <summary>Index of the last migration up to the version asked for.</summary>
    private static int LastDue(
        List<(Migration Migration, MigrationLogEntry? Row)> found, string? toVersion, List<MigrationProblem> problems)
    {
        if (toVersion is null)
        {
            return found.Count - 1;
        }

        int last = found.FindLastIndex(item => Matches(item.Migration, toVersion));
        if (last < 0)
        {
            problems.Add(PlanProblems.UnknownVersion(toVersion));
        }

        return last;
    }

    /// <summary>True when the text names the migration: its version, with or without zeros, or its file name.</summary>
    internal static bool Matches(Migration migration, string version) =>
        string.Equals(MigrationVersion.Normalize(migration.Version), MigrationVersion.Normalize(version), StringComparison.Ordinal)
        || string.Equals(migration.FileName, version, StringComparison.Ordinal);
}
