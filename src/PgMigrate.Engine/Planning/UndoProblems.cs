using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Planning;

/// <summary>The words for what stands in the way of an undo.</summary>
internal static class UndoProblems
{
    private const int NamesShown = 5;

    public static MigrationProblem NoUndo(Migration migration) => About(migration, new(
        MigrationProblemCode.NoUndo,
        migration.UndoScript is null
            ? $"{migration.FileName} has nothing that takes it back."
            : $"{migration.FileName} has an undo script without a statement; it would take nothing back.",
        "Write its undo script. To take it back by hand and only record that, use Undo-Migration -MarkOnly."));

    /// <param name="later">File names, newest first.</param>
    /// <param name="chosen">The migration that they follow.</param>
    public static MigrationProblem Followed(IReadOnlyList<string> later, Migration chosen)
    {
        string names = string.Join(", ", later.Take(NamesShown)) + (later.Count > NamesShown ? $" and {later.Count - NamesShown} more" : "");
        return About(chosen, new(
            MigrationProblemCode.UndoOrder,
            $"{chosen.FileName} cannot be taken back while what comes after it is applied: {names}.",
            "Take that back too: name it as well, or use -Last or -ToVersion."));
    }

    public static MigrationProblem FollowedByMissing(MigrationLogEntry later, Migration chosen) => About(chosen, new(
        MigrationProblemCode.UndoOrder,
        $"{chosen.FileName} cannot be taken back while {later.FileName}, which comes after it, is applied; there is no file of that name.",
        "Bring the file back from version control and take it back too, or remove its rows with Repair-MigrationLog -Missing."));

    public static MigrationProblem NotApplied(Migration migration) => About(migration, new(
        MigrationProblemCode.UndoOrder,
        $"{migration.FileName} is not applied ({migration.State}), so the database cannot go back to it.",
        "Name an applied version; Get-Migration -Status Applied, Baselined lists them."));

    public static MigrationProblem Changed(Migration migration) => About(migration, new(
        MigrationProblemCode.ChecksumChanged,
        $"{migration.FileName} has changed since it was applied, so its undo script may not fit what was applied.",
        "Put the file back as it was, or say -AllowChanged when the undo script is right."));

    public static MigrationProblem HalfApplied(Migration migration) => About(migration, new(
        MigrationProblemCode.UnknownProgress,
        $"{migration.FileName} is applied in part; its undo script is for all of it.",
        "Let Invoke-Migration finish it first. Or take the applied part back by hand and record that with Undo-Migration -MarkOnly."));

    /// <summary>For a run that applies: what is taken back in part is neither there nor gone.</summary>
    public static MigrationProblem Unfinished(Migration migration, MigrationLogEntry row) => About(migration, new(
        MigrationProblemCode.UndoUnfinished,
        $"{migration.FileName} is taken back in part: {row.StatementsApplied} of {row.StatementsTotal} statements of its undo are applied.",
        "Run Undo-Migration again; it goes on where it stopped. Or finish it by hand and record that with Undo-Migration -MarkOnly."));

    public static MigrationProblem FormatWithoutUndo(string format) => new(
        MigrationProblemCode.NoUndo,
        $"In a history of {format} nothing can be recorded as taken back.",
        $"Take it back with {format}'s own tool, or move over with Set-MigrationBaseline -FromHistory {format} first.");

    private static MigrationProblem About(Migration migration, MigrationProblem problem) => problem with { Path = migration.Path };
}
