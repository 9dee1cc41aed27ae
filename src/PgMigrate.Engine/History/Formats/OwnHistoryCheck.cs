using System.Globalization;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// Guards a database that another tool has migrated: where our history is empty and that of the folder's own tool is not, nothing
/// of the folder is pending, whatever ours says. Asked once in a database's life, since ours is empty only before the first run.
/// </summary>
internal static class OwnHistoryCheck
{
    private static readonly Dictionary<string, string> FormatOf = new(StringComparer.Ordinal)
    {
        ["Dbmate"] = "Dbmate",
        ["Diesel"] = "Diesel",
        ["Drizzle"] = "Drizzle",
        ["DrizzleFolders"] = "Drizzle",
        ["EfCore"] = "EfCore",
        ["Flyway"] = "Flyway",
        ["GolangMigrate"] = "GolangMigrate",
        ["Goose"] = "Goose",
        ["NodePgMigrate"] = "PgMigrations",
        ["Prisma"] = "Prisma",
        ["Rails"] = "Rails",
        ["Sqlx"] = "Sqlx",
    };

    /// <summary>The set with the problem added, if there is one.</summary>
    /// <param name="session">The database.</param>
    /// <param name="set">The folder.</param>
    /// <param name="history">What our history holds.</param>
    /// <param name="options">The run's settings; a named history format is the user's word.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public static async Task<MigrationSet> AddProblemAsync(
        ISqlSession session, MigrationSet set, HistorySnapshot? history, RunOptions options, CancellationToken cancellationToken)
    {
        if (options.HistoryFormat is not null || history is { Entries.Count: > 0 } || set.Migrations.Count == 0
            || !FormatOf.TryGetValue(set.Layout, out string? format))
        {
            return set;
        }

        try
        {
            ToolHistory found = await ToolHistory.ReadAsync(session, format, null, cancellationToken).ConfigureAwait(false);
            int applied = found.Match(set.Migrations).Items.Count(item => item.Standing is not HistoryStanding.Pending);
            return applied == 0 ? set : set with { Problems = [.. set.Problems, Problem(found, applied, options.Undo is not null)] };
        }
        catch (HistoryUnusableException error)
        {
            // No such table, or another one of that name, is what a database has that the tool never saw.
            return error.IsMissing || error.IsOther ? set : set with
            {
                Problems = [.. set.Problems, new MigrationProblem(MigrationProblemCode.OtherHistory, error.Message, error.Remedy, ProblemSeverity.Warning)],
            };
        }
    }

    private static MigrationProblem Problem(ToolHistory history, int applied, bool isUndo) => new(
        MigrationProblemCode.OtherHistory,
        string.Create(CultureInfo.InvariantCulture, $"{history.Table} of {history.Format.Name} records {applied} of these migrations as applied, and our own history none: {(isUndo ? "to ours there is nothing to take back" : "they would be run again")}."),
        $"Take it over with Set-MigrationBaseline -FromHistory {history.Format.Name}"
        + (history.Format.CanWrite ? $", or go on with that table: -HistoryFormat {history.Format.Name}." : ".")
        + (isUndo ? "" : " To run them all the same, say -HistoryFormat Native."));
}
