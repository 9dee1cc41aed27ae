using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Some migrations of a folder, picked to be run. They are planned as part of the whole folder, so that everything that is
/// wrong with the order is still found.
/// </summary>
public static class MigrationSelection
{
    /// <summary>The folder's migrations with the picked ones in the place of those read now: what was tested is what is run.</summary>
    /// <param name="folder">The whole folder.</param>
    /// <param name="selected">The picked ones. One that the folder's order does not have goes last.</param>
    public static MigrationSet Join(MigrationSet folder, IEnumerable<Migration> selected)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(selected);
        var byPath = new Dictionary<string, Migration>(StringComparer.Ordinal);
        foreach (Migration migration in selected)
        {
            byPath[migration.Path] = migration;
        }

        var joined = new List<Migration>(folder.Migrations.Count);
        foreach (Migration migration in folder.Migrations)
        {
            joined.Add(byPath.Remove(migration.Path, out Migration? picked) ? picked : migration);
        }

        joined.AddRange(byPath.Values.OrderBy(migration => migration.FileName, StringComparer.Ordinal));
        return folder with { Migrations = joined };
    }

    /// <summary>Migrations that are due, not picked, and older than a picked one that is due: running that would put them out of order.</summary>
    /// <param name="plan">The plan of the whole folder.</param>
    /// <param name="selected">File names of the picked ones.</param>
    public static IReadOnlyList<MigrationProblem> FindSkipped(MigrationPlan plan, IReadOnlySet<string> selected)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(selected);
        PlanStep? last = plan.Steps.LastOrDefault(step => selected.Contains(step.Migration.FileName));
        return
        [
            .. plan.Steps.TakeWhile(step => step != last && last is not null)
                .Where(step => !selected.Contains(step.Migration.FileName))
                .Select(step => Skipped(step.Migration, last!.Migration)),
        ];
    }

    private static MigrationProblem Skipped(Migration migration, Migration later) => new(
        MigrationProblemCode.OutOfOrder,
        $"{migration.FileName} is due and was not selected, but the later {later.FileName} was.",
        "Select it too, or run with -AllowOutOfOrder.")
    {
        Path = migration.Path,
    };
}
