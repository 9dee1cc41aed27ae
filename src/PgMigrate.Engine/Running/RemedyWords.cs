using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>What to tell of a failure when migrations are applied, and when they are taken back.</summary>
internal sealed record RemedyWords
{
    public static RemedyWords OfApply { get; } = new()
    {
        RolledBack = Remedies.RolledBack,
        NotRecorded = Remedies.NotRecorded,
        Unknown = Remedies.Unknown,
        NothingKept = Remedies.NothingKept,
        Partial = Remedies.Partial,
        PartialUnrecorded = Remedies.PartialUnrecorded,
        Unclear = Remedies.Unclear,
    };

    public static RemedyWords OfUndo { get; } = new()
    {
        RolledBack = "Nothing of this undo was kept: its transaction was rolled back, and the migration is as applied as it was. "
            + "Mend the cause, or the undo script, and run Undo-Migration again.",
        NotRecorded = "Nothing of this undo was kept: its history row could not be written, so its transaction was rolled back. If another run "
            + "took the lock over, let that one end and run Undo-Migration again; else see to the rights on the history table.",
        Unknown = "It is not known whether the last step of the undo was applied. Look at the database, then run Undo-Migration again: it reads "
            + "the history first and stops where it cannot tell.",
        NothingKept = "No statement of this undo was applied; the migration is as applied as it was. Mend the cause, or the undo script, and run "
            + "Undo-Migration again.",
        Partial = (applied, total) => $"{applied} of {total} statements of the undo are applied for good. Mend the cause outside the file and run "
            + $"Undo-Migration again: it goes on with statement {applied + 1}. An undo script that is changed is not resumed.",
        PartialUnrecorded = (applied, total, table) => $"{applied} of {total} statements of the undo are applied for good, and {table} has no place "
            + "for that: the next run starts at the first again. Write them so that they can be applied twice, or do the rest by hand and record it "
            + "with Undo-Migration -MarkOnly.",
        Unclear = (number, _) => $"It is not known whether statement {number} of the undo was applied. Look at the database, then run Undo-Migration with "
            + "-Resume Skip if it was, or -Resume Retry if it was not.",
    };

    public required string RolledBack { get; init; }

    public required string NotRecorded { get; init; }

    public required string Unknown { get; init; }

    public required string NothingKept { get; init; }

    public required Func<int, int, string> Partial { get; init; }

    public required Func<int, int, HistoryTableName, string> PartialUnrecorded { get; init; }

    public required Func<int, string, string> Unclear { get; init; }
}
