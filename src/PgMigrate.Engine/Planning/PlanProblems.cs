using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>The words for what a plan finds wrong.</summary>
internal static class PlanProblems
{
    public static MigrationProblem NoSchema() => new(
        MigrationProblemCode.NoHistorySchema,
        "No schema of the search path exists, so there is no place for the history table.",
        "Name one: -HistoryTable schema.migration_log, or -SearchPath.");

    public static MigrationProblem UnknownVersion(string version) => new(
        MigrationProblemCode.UnknownVersion,
        $"No migration has the version '{version}'.",
        "Get-Migration lists the versions; a file name is taken too.");

    public static MigrationProblem Changed(Migration migration, MigrationLogEntry row) => new(
        MigrationProblemCode.ChecksumChanged,
        $"{migration.FileName} was applied{When(row)} and has changed since (checksum {Short(row.Checksum)} then, {Short(migration.Checksum)} now).",
        "Put the file back as it was and write the change as a new migration.")
    {
        Path = migration.Path,
    };

    public static MigrationProblem OutOfOrder(Migration migration, string lastApplied) => new(
        MigrationProblemCode.OutOfOrder,
        $"{migration.FileName} is not applied, but the later {lastApplied} is.",
        "Give it a number after the applied ones, or run with -AllowOutOfOrder.")
    {
        Path = migration.Path,
    };

    public static MigrationProblem PartialBaseline(Migration migration) => new(
        MigrationProblemCode.UnknownProgress,
        $"{migration.FileName} is applied in part; marking it would hide the rest.",
        "Let Invoke-Migration finish it first.")
    {
        Path = migration.Path,
    };

    public static MigrationProblem PartialMissing(MigrationLogEntry row) => new(
        MigrationProblemCode.PartialMissing,
        $"{row.FileName} stopped after {row.StatementsApplied} of {row.StatementsTotal} statements{When(row)}, and there is no such file any more.",
        "Bring the file back from version control as it was and run again; it goes on where it stopped.");

    public static MigrationProblem MissingFile(MigrationLogEntry row) => new(
        MigrationProblemCode.MissingFile,
        $"{row.FileName} is recorded as applied, but there is no such file.",
        "Bring the file back from version control, or ignore this if it was squashed into another.",
        ProblemSeverity.Warning);

    public static MigrationProblem PartialChanged(Migration migration, MigrationLogEntry row) => new(
        MigrationProblemCode.PartialChanged,
        $"{migration.FileName} stopped after {row.StatementsApplied} of {row.StatementsTotal} statements{When(row)}, and its file has changed since.",
        "Put the file back as it was and run again; it goes on where it stopped. Write changes as a new migration.")
    {
        Path = migration.Path,
    };

    public static MigrationProblem PartialMode(Migration migration, MigrationLogEntry row) => new(
        MigrationProblemCode.PartialChanged,
        $"{migration.FileName} stopped after {row.StatementsApplied} of {row.StatementsTotal} statements{When(row)} when it was run statement by "
        + "statement, and as one transaction it would run those again.",
        "Run it as then: with the same -TransactionMode, @transaction and @batch.")
    {
        Path = migration.Path,
    };

    public static MigrationProblem UnknownProgress(Migration migration, SqlStatement statement, int number, MigrationLogEntry row) => new(
        MigrationProblemCode.UnknownProgress,
        $"An earlier run of {migration.FileName} ended{When(row)} during statement {number} ({statement.FirstLine}), "
        + "which runs outside a transaction: it is not known whether it was applied.",
        "The catalog does not tell, so look at the database. "
        + $"If the statement was applied: {Remedies.Command(migration.Path, ResumeChoice.Skip)}  If it was not: {Remedies.Command(migration.Path, ResumeChoice.Retry)}")
    {
        Path = migration.Path,
        Position = statement.Position,
    };

    public static MigrationProblem InvalidSql(Migration migration, SqlSyntaxException error, SourceText source) => new(
        error.Error == SqlSyntaxError.UnsetVariable ? MigrationProblemCode.UnsetVariable : MigrationProblemCode.InvalidSql,
        error.Message,
        "Mend the file; nothing was run.")
    {
        Path = migration.Path,
        Position = error.Position ?? source.GetPosition(Math.Min(error.Offset, source.Text.Length)),
    };

    public static MigrationProblem TransactionControl(Migration migration, SqlStatement statement) => new(
        MigrationProblemCode.TransactionControl,
        $"{migration.FileName} controls its transaction itself ({statement.FirstLine}), so the change and its record could not be kept together.",
        "Take BEGIN, COMMIT and ROLLBACK out; a migration is one transaction already. To commit part-way, give "
        + "-- @transaction: none at the head of the file: each BEGIN … COMMIT group is then applied as one.")
    {
        Path = migration.Path,
        Position = statement.Position,
    };

    public static MigrationProblem NotTransactional(Migration migration, SqlStatement statement, string reason) => new(
        MigrationProblemCode.NotTransactional,
        $"{migration.FileName} must run in one transaction, but has a statement that cannot: {reason}.",
        "Leave -TransactionMode and -- @transaction out: the statement is then run by itself and the progress recorded.")
    {
        Path = migration.Path,
        Position = statement.Position,
    };

    public static MigrationProblem UnsetVariable(Migration migration, VariableUse use) => new(
        MigrationProblemCode.UnsetVariable,
        $"{migration.FileName} uses the variable {use.Written}, which has no value.",
        $"Give it: -Variable @{{ {use.Name} = '…' }}.")
    {
        Path = migration.Path,
        Position = use.Position,
    };

    public static MigrationProblem NotFilled(Migration migration, VariableUse use) => new(
        MigrationProblemCode.VariableNotFilled,
        $"{migration.FileName} has {use.Written} inside a literal, a quoted name, a function body or a comment, where nothing is filled in.",
        $"For a literal write :'{use.Name}', for a quoted name :\"{use.Name}\".",
        ProblemSeverity.Warning)
    {
        Path = migration.Path,
        Position = use.Position,
    };

    public static MigrationProblem TransactionOptions(Migration migration, SqlStatement statement) => new(
        MigrationProblemCode.TransactionControl,
        $"{migration.FileName} starts its transaction with options ({statement.FirstLine}), which would be lost.",
        "Write SET TRANSACTION … as the first statement instead of BEGIN with options, and take COMMIT out.")
    {
        Path = migration.Path,
        Position = statement.Position,
    };

    private static string When(MigrationLogEntry row) =>
        row.ExecutedAt is { } time ? $" on {time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)} UTC" : "";

    private static string Short(string? checksum) => checksum is { Length: > 12 } ? checksum[..12] + "…" : checksum ?? "none";
}
