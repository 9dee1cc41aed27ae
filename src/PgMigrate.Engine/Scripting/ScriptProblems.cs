using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Scripting;

/// <summary>The words for what is wrong with scripts.</summary>
internal static class ScriptProblems
{
    /// <summary>What a script is until a host has run it.</summary>
    public static MigrationProblem NotRun(string path, string language) => new(
        MigrationProblemCode.UnsupportedLanguage,
        $"'{Path.GetFileName(path)}' is written in {language}, and nothing here ran it.",
        "Install Node.js 20 or newer so that node is on PATH; as a library, render the folder with a script host first.")
    {
        Path = path,
    };

    public static MigrationProblem Of(Migration migration, ScriptFailure failure) => new(CodeOf(failure.Kind), $"{migration.FileName}: {failure.Message}", RemedyOf(failure.Kind))
    {
        Path = migration.Path,
        Position = failure.Line is { } line ? new SourcePosition(0, line, failure.Column ?? 1) : null,
    };

    public static MigrationProblem NotWhole(Migration migration, SqlSyntaxException error) => new(
        MigrationProblemCode.InvalidSql,
        $"{migration.FileName}: the SQL of one call is not whole: {error.Message}",
        "Mend the text of that call; nothing was run.")
    {
        Path = migration.Path,
        Position = error.Position,
    };

    /// <summary>A script that asked the database before, and was left part-way.</summary>
    public static MigrationProblem NotResumable(Migration migration) => new(
        MigrationProblemCode.PartialChanged,
        $"{migration.FileName} stopped part-way, and it asks the database while it runs: what it would ask for now need not be what it asked for then.",
        "Finish it by hand, then mark it with Set-MigrationBaseline.")
    {
        Path = migration.Path,
    };

    private static MigrationProblemCode CodeOf(ScriptFailureKind kind) => kind switch
    {
        ScriptFailureKind.NeedsDatabase => MigrationProblemCode.NeedsDatabase,
        ScriptFailureKind.Limit => MigrationProblemCode.ScriptLimit,
        ScriptFailureKind.NoHost => MigrationProblemCode.UnsupportedLanguage,
        _ => MigrationProblemCode.ScriptFailed,
    };

    private static string RemedyOf(ScriptFailureKind kind) => kind switch
    {
        ScriptFailureKind.NeedsDatabase => "It can be applied with Invoke-Migration, which gives it the database to ask; it cannot be checked or written as a script before.",
        ScriptFailureKind.Limit => "Look for a loop that does not end or data that is held all at once; nothing was run.",
        ScriptFailureKind.NoHost => "Install Node.js 20 or newer so that node is on PATH, or write the migration as SQL.",
        ScriptFailureKind.Irreversible => "Write exports.down, or take the change back with a new migration.",
        ScriptFailureKind.NotReached => "Mend the file that failed first.",
        _ => "Mend the file; nothing was run.",
    };
}
