using System.Management.Automation;
using PgMigrate.Engine.History;
using PgMigrate.Engine.History.Comparing;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Errors;

/// <summary>
/// Every error of the module. The id is the method's name, or the problem's code; it is public, so never reuse one with
/// another meaning. Each has the thing it is about as its target and says what to do.
/// </summary>
internal static class ErrorRecords
{
    public static ErrorRecord NotConnected() => Create(
        new PSInvalidOperationException("There is no connection to a database."),
        nameof(NotConnected), ErrorCategory.ConnectionError, null,
        "Run Connect-MigrationDatabase first, give -Connection, or name the database in the settings: PGMIGRATE_CONNECTION_STRING, PGMIGRATE_DSQL_ENDPOINT, or PGMIGRATE_RESOURCE_ARN and PGMIGRATE_SECRET_ARN.");

    public static ErrorRecord ConnectionClosed(MigrationConnection connection) => Create(
        new PSInvalidOperationException($"The connection to {connection.Address} was disconnected."),
        nameof(ConnectionClosed), ErrorCategory.ConnectionError, connection,
        "Run Connect-MigrationDatabase again.");

    public static ErrorRecord InvalidConnectionString(ArgumentException error) => Create(
        new PSArgumentException(error.Message),
        nameof(InvalidConnectionString), ErrorCategory.InvalidArgument, "ConnectionString",
        "Write postgres://user@host:5432/database, or Host=…;Username=…;Database=…; -DsqlEndpoint, -ResourceArn and -SecretArn for Aurora.");

    public static ErrorRecord InvalidSetting(string name, string source, string reason, string remedy) => Create(
        new PSArgumentException($"{source}: {name} {reason}"),
        nameof(InvalidSetting), ErrorCategory.InvalidArgument, name, remedy);

    public static ErrorRecord UnreadableSettings(string path, string reason) => Create(
        new PSInvalidOperationException($"{path} cannot be read: {reason}"),
        nameof(UnreadableSettings), ErrorCategory.InvalidData, path,
        "Make it a PowerShell data file, @{ Key = 'value' }, without variables and commands.");

    public static ErrorRecord PathNotFound(string path) => Create(
        new ItemNotFoundException($"There is no file or folder '{path}'."),
        nameof(PathNotFound), ErrorCategory.ObjectNotFound, path,
        "Give an existing folder of migrations or SQL file; New-Migration makes the folder.");

    public static ErrorRecord NotAFileSystemPath(string path) => Create(
        new PSArgumentException($"'{path}' is not a path of the file system."),
        nameof(NotAFileSystemPath), ErrorCategory.InvalidArgument, path,
        "Give a path of the file system.");

    public static ErrorRecord CannotWriteFile(string path, Exception error) => Create(
        error, nameof(CannotWriteFile), ErrorCategory.WriteError, path,
        "Give another path, or the right to write there.");

    public static ErrorRecord CannotFixFile(string path, Exception error) => Create(
        error, nameof(CannotFixFile), ErrorCategory.WriteError, path,
        "Nothing was written. Run Test-MigrationSql -Fix again when the file is at rest and you may write it.");

    public static ErrorRecord CannotAccessFile(string path, Exception error) => Create(
        error, nameof(CannotAccessFile), error is FileNotFoundException or DirectoryNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.ResourceUnavailable,
        path, "Check the path and your right to it; a file is never overwritten.");

    public static ErrorRecord InvalidName(ArgumentException error, string name) => Create(
        new PSArgumentException($"'{name}' has no letter and no digit, so it makes no file name.", error),
        nameof(InvalidName), ErrorCategory.InvalidArgument, name,
        "Say in a few words what the migration does: add_users.");

    public static ErrorRecord UnknownName(string kind, string name, IEnumerable<string> known) => Create(
        new PSArgumentException($"There is no {kind} '{name}' for this."),
        nameof(UnknownName), ErrorCategory.InvalidArgument, name,
        $"Known ones: {string.Join(", ", known)}.");

    public static ErrorRecord NotWrittenHere(NotSupportedException error, string layout) => Create(
        error, nameof(NotWrittenHere), ErrorCategory.NotImplemented, layout,
        "Write the file with the layout's own tool, or into a folder of another layout.");

    public static ErrorRecord UnknownRule(UnknownRuleException error) => Create(
        error, nameof(UnknownRule), ErrorCategory.InvalidArgument, error.Rule,
        "Press Tab after -Rule for the names; docs/rules lists them.");

    public static ErrorRecord SeveralFolders(IEnumerable<string> folders) => Create(
        new PSInvalidOperationException($"The migrations are from several folders, which have no common order: {string.Join(", ", folders)}."),
        nameof(SeveralFolders), ErrorCategory.InvalidArgument, folders.FirstOrDefault(),
        "Run one folder at a time.");

    public static ErrorRecord TestNotPassed(MigrationSqlTest test) => Create(
        new PSInvalidOperationException($"{test.FileName ?? "The SQL"} did not pass its test. Nothing was run.{Findings(test)}"),
        nameof(TestNotPassed), ErrorCategory.InvalidData, test,
        "Look at its Diagnostics and mend the file, or run with -Force.");

    public static ErrorRecord ConversionNotPassed(MigrationSqlTest test, Migration source) => Create(
        new PSInvalidOperationException($"{source.FileName} does not pass its test as {test.FileName}. Nothing was written.{Findings(test)}"),
        nameof(ConversionNotPassed), ErrorCategory.InvalidData, source,
        "Mend the source, let -Fix mend the new file, or leave a rule out with -ExcludeRule.");

    public static ErrorRecord InvalidConversion(ArgumentException error, string? name) => Create(
        new PSArgumentException(error.Message, error),
        nameof(InvalidConversion), ErrorCategory.InvalidArgument, name,
        "Convert one migration at a time to name it yourself (-Last 1), or leave -Name out.");

    public static ErrorRecord NoDrizzleFolder(string folder, string layout) => Create(
        new PSArgumentException($"'{folder}' is no folder of drizzle-kit; its layout is {layout}."),
        nameof(NoDrizzleFolder), ErrorCategory.InvalidArgument, folder,
        "Give the folder that has meta/_journal.json, or, of drizzle 1.0, the folders with migration.sql and snapshot.json; ConvertTo-Migration takes other layouts.");

    public static ErrorRecord TestsFailed(int failed, int total) => Create(
        new PSInvalidOperationException($"{failed} of {total} inputs did not pass."),
        nameof(TestsFailed), ErrorCategory.InvalidResult, null,
        "Mend the findings above, or suppress one with -- @ignore: rule-id and a reason.");

    public static ErrorRecord HistoriesDiffer(int differences, HistoryDifference sample) => Create(
        new PSInvalidOperationException($"{(differences == 1 ? "1 migration differs" : $"{differences} migrations differ")} between {sample.Reference} and {sample.Difference}."),
        nameof(HistoriesDiffer), ErrorCategory.InvalidResult, sample.Difference,
        "Apply what is missing with Invoke-Migration, or mark it with Set-MigrationBaseline; a Note says what was skipped or changed.");

    /// <summary>The worst of a test, a line each.</summary>
    private static string Findings(MigrationSqlTest test)
    {
        const int Most = 5;
        string[] lines = [.. test.Diagnostics.OrderByDescending(diagnostic => diagnostic.Severity).Take(Most).Select(diagnostic => $"\n  {diagnostic}")];
        int more = test.Diagnostics.Count - lines.Length;
        return string.Concat(lines) + (more > 0 ? $"\n  … and {more} more." : "");
    }

    public static ErrorRecord NothingToRun(MigrationSqlTest test) => Create(
        new PSInvalidOperationException("This test is of SQL text, not of a migration file, so it cannot be run."),
        nameof(NothingToRun), ErrorCategory.InvalidArgument, test,
        "Write the SQL to a file with New-Migration -Sql, then run that.");

    public static ErrorRecord NothingToRepair() => Create(
        new PSArgumentException("It was not said what to repair."),
        nameof(NothingToRepair), ErrorCategory.InvalidArgument, null,
        "Name each kind of row: -Failed, -Partial, -Changed, -Missing.");

    public static ErrorRecord SeveralChoices(string choices) => Create(
        new PSArgumentException($"Several of these were given, of which one at most is taken: {choices}."),
        nameof(SeveralChoices), ErrorCategory.InvalidArgument, null,
        "Give one of them.");

    public static ErrorRecord PlanRejected(int problems, string target) => Create(
        new PSInvalidOperationException($"Nothing was run: {problems} problems are in the way (listed above)."),
        nameof(PlanRejected), ErrorCategory.InvalidData, target,
        "Each of the errors above says what to do.");

    public static ErrorRecord MigrationFailed(MigrationResult result)
    {
        string text = result.Failure?.ToString() ?? $"{result.FileName}: {result.Status}.";
        ErrorCategory category = result.Status == MigrationResultStatus.Unknown ? ErrorCategory.InvalidResult : ErrorCategory.InvalidOperation;
        return Create(new MigrationFailedException(result, text), nameof(MigrationFailed), category, result.Migration, null);
    }

    public static ErrorRecord SandboxFailed(Exception error, string remedy, SqlTarget target) => Create(
        error, nameof(SandboxFailed), ErrorCategory.ResourceUnavailable, target, remedy);

    public static ErrorRecord LockHolderAlive(RunLockHolder holder) => Create(
        new PSInvalidOperationException($"The run that holds the lock is alive: {holder}. Nothing was done."),
        nameof(LockHolderAlive), ErrorCategory.ResourceBusy, holder,
        "Wait for it, or stop it where it runs. If it must be cut off from here, say -Force.");

    /// <summary>A problem of a folder, a file or a plan; its code is the id.</summary>
    public static ErrorRecord Problem(MigrationProblem problem, object? target = null) => Create(
        new MigrationProblemException(problem), problem.Code.ToString(), CategoryOf(problem.Code), target ?? problem.Path, problem.Remedy);

    /// <summary>An error of the engine that ends a command; null when it is none that users can do something about.</summary>
    /// <param name="error">It.</param>
    /// <param name="target">What the command worked on.</param>
    /// <param name="opening">Address of the server that was just being reached for the first time, or null.</param>
    public static ErrorRecord? FromEngine(Exception error, MigrationConnection? target, string? opening) => error switch
    {
        SqlFailureException failure when opening is not null => ConnectionFailed(failure.Failure, opening),
        SqlFailureException failure => DatabaseError(failure, target),
        RunLockedException locked => Create(locked, "RunLocked", ErrorCategory.ResourceBusy, target, locked.Remedy),
        UnknownHistoryTableException unknown => Create(
            unknown, nameof(MigrationProblemCode.UnknownHistoryTable), ErrorCategory.InvalidType, unknown.Table.ToString(),
            "Name another table with -HistoryTable."),
        HistoryUnusableException unusable => Create(
            unusable, "HistoryUnusable", ErrorCategory.InvalidData, unusable.Table?.ToString() ?? (object?)target, unusable.Remedy),
        TimeoutException => Create(
            error, "CancelTimeout", ErrorCategory.OperationTimeout, target, "Look at pg_stat_activity on the server."),
        _ => null,
    };

    /// <summary>The server cannot be reached, or refuses the log-in.</summary>
    private static ErrorRecord ConnectionFailed(SqlFailure failure, string address)
    {
        (ErrorCategory category, string remedy) = failure.SqlState switch
        {
            "28P01" or "28000" => (ErrorCategory.AuthenticationError, "Check user name and password; PGPASSFILE and -Credential give one."),
            "3D000" => (ErrorCategory.ObjectNotFound, "Create the database first, or check its name."),
            "53300" => (ErrorCategory.ResourceBusy, "The server has no free connections; try again later."),
            "57P03" => (ErrorCategory.ResourceBusy, "The server is starting or stopping; try again later."),
            _ when failure.Hint is { } hint => (ErrorCategory.SecurityError, hint),
            _ => (ErrorCategory.ConnectionError, "Check host, port, TLS mode and that the server takes connections from here."),
        };
        return Create(
            new SqlFailureException(failure with { Message = $"Cannot connect to {address}: {failure.Message}" }),
            nameof(ConnectionFailed), category, address, remedy);
    }

    private static ErrorRecord DatabaseError(SqlFailureException error, MigrationConnection? target)
    {
        SqlFailure failure = error.Failure;
        if (failure.ConnectionLost)
        {
            return ConnectionFailed(failure, target?.Address ?? "the database");
        }

        string text = string.Join(" ", new[]
        {
            failure.SqlState is null ? failure.Message : $"{failure.Message} (SQLSTATE {failure.SqlState})", failure.Detail, failure.Hint,
        }.Where(part => !string.IsNullOrEmpty(part)));
        ErrorCategory category = failure.SqlState switch
        {
            "42501" => ErrorCategory.PermissionDenied,
            "55P03" => ErrorCategory.ResourceBusy,
            "57014" => ErrorCategory.OperationTimeout,
            _ => ErrorCategory.InvalidOperation,
        };
        return Create(
            new SqlFailureException(failure with { Message = text }), nameof(DatabaseError), category, target,
            category == ErrorCategory.PermissionDenied ? "Grant the right to the role that runs migrations." : "See the database's message.");
    }

    private static ErrorCategory CategoryOf(MigrationProblemCode code) => code switch
    {
        MigrationProblemCode.FolderNotFound or MigrationProblemCode.MissingFile or MigrationProblemCode.ManifestFileMissing
            or MigrationProblemCode.UnknownVersion => ErrorCategory.ObjectNotFound,
        MigrationProblemCode.Unreadable => ErrorCategory.ReadError,
        MigrationProblemCode.LinkOutOfTree => ErrorCategory.SecurityError,
        MigrationProblemCode.UnsupportedLanguage or MigrationProblemCode.RepairNotSupported => ErrorCategory.NotImplemented,
        MigrationProblemCode.ScriptLimit => ErrorCategory.LimitsExceeded,
        MigrationProblemCode.InvalidSql => ErrorCategory.ParserError,
        MigrationProblemCode.UnsetVariable => ErrorCategory.InvalidArgument,
        MigrationProblemCode.UnknownProgress or MigrationProblemCode.UndoUnfinished => ErrorCategory.InvalidResult,
        MigrationProblemCode.NoUndo or MigrationProblemCode.UndoOrder => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.InvalidData,
    };

    private static ErrorRecord Create(Exception error, string id, ErrorCategory category, object? target, string? remedy)
    {
        var record = new ErrorRecord(error, id, category, target);
        if (remedy is not null)
        {
            record.ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = remedy };
        }

        return record;
    }
}
