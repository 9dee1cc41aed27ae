using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>The words for what is wrong with folders and names.</summary>
internal static class LayoutProblems
{
    public static MigrationProblem FolderNotFound(string folder) => At(
        folder, MigrationProblemCode.FolderNotFound, $"The folder '{folder}' does not exist.", "Give an existing folder with -Path; New-Migration makes one.");

    public static MigrationProblem Unreadable(string path, Exception error) => At(
        path, MigrationProblemCode.Unreadable, $"'{path}' cannot be read: {error.Message}", "Give the account that runs migrations the right to read it.");

    public static MigrationProblem BrokenLink(string path) => At(
        path, MigrationProblemCode.Unreadable, $"'{path}' is a link to a file that does not exist.", "Mend or remove the link.");

    public static MigrationProblem LinkOutOfTree(string path, string target) => At(
        path, MigrationProblemCode.LinkOutOfTree, $"'{path}' is a link to '{target}', outside the folder; it is not followed.", "Put the file itself into the folder.");

    public static MigrationProblem FolderNamedLikeFile(string path) => At(
        path, MigrationProblemCode.Unreadable, $"'{path}' is a folder, but is named like a SQL file.", "Rename it.");

    public static MigrationProblem SubFolder(string path) => At(
        path, MigrationProblemCode.UnknownFile, $"The sub-folder '{path}' holds numbered SQL files; sub-folders are not read.", "Move them up, or run that folder by itself.", ProblemSeverity.Warning);

    public static MigrationProblem UnknownFile(string path) => At(
        path, MigrationProblemCode.UnknownFile, $"'{Path.GetFileName(path)}' starts with no number, so it has no place in the order; it is not run.", "Name it NNNN_name.sql, or move it elsewhere.", ProblemSeverity.Warning);

    public static MigrationProblem DuplicateVersion(string version, IEnumerable<string> names) => new(
        MigrationProblemCode.DuplicateVersion, $"More than one migration has the number {version}: {string.Join(", ", names)}.", "Give one of them the next free number.");

    public static MigrationProblem OrphanUndo(string path) => At(
        path, MigrationProblemCode.OrphanUndo, $"'{Path.GetFileName(path)}' takes back a migration that is not there.", "Remove it, or bring the migration back.", ProblemSeverity.Warning);

    public static MigrationProblem TwoUndos(string path) => At(
        path, MigrationProblemCode.OrphanUndo, $"'{Path.GetFileName(path)}' is a second undo script for its migration; it is not used.", "Keep one.", ProblemSeverity.Warning);

    public static MigrationProblem NotInManifest(string path) => NotInManifest(path, ManifestLayout.FileName, "Add it to migrationFiles, or move it elsewhere.");

    public static MigrationProblem NotInManifest(string path, string manifest, string remedy) => At(
        path, MigrationProblemCode.NotInManifest, $"'{Path.GetFileName(path)}' is not named in {manifest}; it is not run.", remedy, ProblemSeverity.Warning);

    public static MigrationProblem ManifestFileMissing(string manifest, string name) => At(
        manifest, MigrationProblemCode.ManifestFileMissing, $"{Path.GetFileName(manifest)} names '{name}', which does not exist.", "Bring the file back, or take its name out.");

    public static MigrationProblem UndoInManifest(string manifest, string name) => At(
        manifest, MigrationProblemCode.InvalidManifest, $"migrations.json names '{name}', which takes a migration back; it is not run.", "Take its name out; an undo script is found by its own.");

    public static MigrationProblem InvalidManifest(string manifest, string message) => At(
        manifest, MigrationProblemCode.InvalidManifest, $"{Path.GetFileName(manifest)}: {message}", "Mend the manifest; nothing was run.");

    public static MigrationProblem Invalid(string path, string message, string remedy) => At(path, MigrationProblemCode.InvalidLayout, message, remedy);

    public static MigrationProblem Unnamed(string path, string pattern) => At(
        path, MigrationProblemCode.UnknownFile, $"'{Path.GetFileName(path)}' is not named as its layout wants it; it is not run.", $"Name it {pattern}, or move it elsewhere.", ProblemSeverity.Warning);

    public static MigrationProblem UnsupportedLanguage(string path, string language) => At(
        path, MigrationProblemCode.UnsupportedLanguage, $"'{Path.GetFileName(path)}' is written in {language}, which is not run here.", "Write it as SQL, or let its own tool run it and take its history over.");

    public static MigrationProblem Late(string manifest, string name, string later) => At(
        manifest, MigrationProblemCode.SkippedByTool, $"'{name}' has an older time than '{later}' before it: where that one is applied already, drizzle skips this one without a word.", "Give it a newer \"when\" in the journal; PgMigrate runs it in the journal's order.", ProblemSeverity.Warning);

    public static MigrationProblem NotRunHere(string path, string message, string remedy) => At(path, MigrationProblemCode.UnknownFile, message, remedy, ProblemSeverity.Warning);

    private static MigrationProblem At(
        string path, MigrationProblemCode code, string message, string remedy, ProblemSeverity severity = ProblemSeverity.Error) =>
        new(code, message, remedy, severity) { Path = path };
}
