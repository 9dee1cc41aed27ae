using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Planning;

/// <summary>Finds migrations that come too late, that changed, or that are not for this database.</summary>
internal static class OrderCheck
{
    /// <summary>Fills in the states that depend on more than a migration's own rows.</summary>
    /// <param name="found">The migrations in run order.</param>
    /// <param name="target">The kind of database.</param>
    /// <param name="assumeInitialSetup">
    /// True when the database is in use already: a manifest's initial files are for empty databases only and would do harm.
    /// Where they were begun and nothing else was run yet, a run broke off, and the rest of them is still due.
    /// </param>
    public static void MarkStates(
        List<(Migration Migration, MigrationLogEntry? Row)> found, SqlTarget target, bool assumeInitialSetup)
    {
        int lastApplied = found.FindLastIndex(item => IsApplied(item.Migration));
        bool skipInitialSetup = assumeInitialSetup && !IsSetupUnfinished(found);
        for (int at = 0; at < found.Count; at++)
        {
            (Migration migration, MigrationLogEntry? row) = found[at];
            MigrationState state = migration.State;
            if (state is MigrationState.Pending)
            {
                bool otherTarget = migration.Header.Targets.Count > 0
                    && !migration.Header.Targets.Contains(target.ToString(), StringComparer.OrdinalIgnoreCase);
                state = otherTarget ? MigrationState.NotForTarget
                    : migration.IsInitialSetup && skipInitialSetup ? MigrationState.NotForTarget
                    : at < lastApplied && !migration.IsRepeatable ? MigrationState.OutOfOrder
                    : state;
            }

            found[at] = (migration with { State = state }, row);
        }
    }

    /// <summary>Those that are run again whenever they change have no place in the order.</summary>
    private static bool IsApplied(Migration migration) =>
        migration is { IsRepeatable: false, State: MigrationState.Applied or MigrationState.Baselined or MigrationState.Changed };

    private static bool IsSetupUnfinished(List<(Migration Migration, MigrationLogEntry? Row)> found) =>
        found.Any(item => item.Migration.IsInitialSetup && item.Row is { Status: not MigrationLogStatus.Baseline })
        && !found.Any(item => !item.Migration.IsInitialSetup && item.Row is not null);

    /// <summary>What stands in the way of a run.</summary>
    public static IEnumerable<MigrationProblem> Problems(
        IReadOnlyList<(Migration Migration, MigrationLogEntry? Row)> found, RunOptions options)
    {
        string? lastApplied = found.LastOrDefault(item => IsApplied(item.Migration)).Migration?.FileName;
        foreach ((Migration migration, MigrationLogEntry? row) in found)
        {
            switch (migration.State)
            {
                case MigrationState.Changed:
                    yield return PlanProblems.Changed(migration, row!);
                    break;
                case MigrationState.OutOfOrder when !options.AllowOutOfOrder:
                    yield return PlanProblems.OutOfOrder(migration, lastApplied!);
                    break;
            }
        }
    }
}
