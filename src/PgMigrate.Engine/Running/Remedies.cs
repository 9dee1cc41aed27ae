namespace PgMigrate.Engine.Running;

/// <summary>What state a failure leaves behind and what to do about it.</summary>
internal static class Remedies
{
    public const string RolledBack =
        "Nothing of this migration was kept: its transaction was rolled back. Mend the file and run Invoke-Migration again.";

    public const string NotRecorded =
        "Nothing of this migration was kept: its history row could not be written, so its transaction was rolled back. If another run took "
        + "the lock over, let that one end and run Invoke-Migration again; else see to the rights on the history table.";

    public const string Unknown =
        "It is not known whether the last step was applied. Look at the database, then run Invoke-Migration again: it reads the "
        + "history first and stops where it cannot tell.";

    public const string NothingKept =
        "No statement of this migration was applied. Mend the file and run Invoke-Migration again.";

    public const string AskedAndKept =
        "No statement of this migration was applied, but what its script changed through pgm.db on the way is kept: on Aurora DSQL each "
        + "of those is a transaction of its own. Mend the file and run Invoke-Migration again.";

    /// <summary>Added where a CREATE INDEX CONCURRENTLY did not end well.</summary>
    public const string InvalidIndex = " CREATE INDEX CONCURRENTLY leaves an invalid index behind when it fails; the next run drops it and builds it anew, one without a name is yours to drop.";

    /// <summary>Added where a statement ran in ranges and some of them are done.</summary>
    public const string RangesKept = " The ranges of that statement that were done are kept too, and it goes on after them.";

    /// <summary>A cancellation as a failure, for a result that must tell of one.</summary>
    public static SqlFailure CancelledFailure { get; } = new() { Message = "The run was cancelled.", ConnectionLost = true, Outcome = SqlOutcome.Unknown };

    private const string AloneStart = "Running outside a transaction: statement ";

    /// <summary>What a row says while a statement that was planned to commit with its progress runs without it.</summary>
    public static string Alone(int number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{AloneStart}{number}, which with its progress would change too many rows for one transaction.");

    /// <summary>True for a row that says so.</summary>
    public static bool IsAlone(string? message) => message?.StartsWith(AloneStart, StringComparison.Ordinal) == true;

    public static string Partial(int applied, int total) =>
        $"{applied} of {total} statements are applied for good. Mend the cause outside the file and run Invoke-Migration again: it goes on "
        + $"with statement {applied + 1}. A file that is changed is not resumed.";

    public static string PartialUnrecorded(int applied, int total, History.HistoryTableName table) =>
        $"{applied} of {total} statements are applied for good, and {table} has no place for that: the next run starts at the first again. "
        + "Take back what was applied, or write it so that it can be applied twice, before you run Invoke-Migration again.";

    /// <summary>For a statement of which nobody knows whether it was applied: both answers, as commands to type.</summary>
    public static string Unclear(int number, string path) =>
        $"It is not known whether statement {number} was applied. Run Invoke-Migration again: it looks at the catalog and goes on where that tells. "
        + $"Where it cannot, look yourself. If it was applied: {Command(path, ResumeChoice.Skip)}  If it was not: {Command(path, ResumeChoice.Retry)}";

    /// <summary>The command that gives an answer.</summary>
    public static string Command(string path, ResumeChoice choice) =>
        $"Invoke-Migration '{path.Replace("'", "''", StringComparison.Ordinal)}' -Resume {choice}";
}
