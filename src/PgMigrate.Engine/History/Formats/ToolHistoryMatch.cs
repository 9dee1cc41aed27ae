using System.Globalization;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History.Formats;

/// <summary>Another tool's history beside the files of a folder.</summary>
/// <param name="History">The history.</param>
/// <param name="Items">The files in run order.</param>
/// <param name="WithoutFile">Applied or failed rows to which no file belongs.</param>
internal sealed record ToolHistoryMatch(ToolHistory History, IReadOnlyList<ToolHistoryItem> Items, IReadOnlyList<HistoryRecord> WithoutFile)
{
    /// <summary>What taking it over has to tell: what is assumed, skipped, failed, changed, or has no file.</summary>
    public IEnumerable<MigrationProblem> Problems()
    {
        foreach (ToolHistoryItem item in Items)
        {
            switch (item.Standing)
            {
                case HistoryStanding.Failed:
                    yield return Problem(
                        MigrationProblemCode.HistoryFailed, $"{History.Table} has {item.Migration.FileName} as failed or stopped half-way.",
                        $"Finish or resolve it with {History.Format.Name}'s own tool first.", ProblemSeverity.Error, item.Migration);
                    break;
                case HistoryStanding.Skipped:
                    yield return Problem(
                        MigrationProblemCode.SkippedByTool,
                        $"{item.Migration.FileName} is not in {History.Table}, but later ones are: {History.Format.Name} skipped it without a word, and it is not marked.",
                        "Find out whether its changes are there. Run it with Invoke-Migration -AllowOutOfOrder, or mark it with Set-MigrationBaseline.", ProblemSeverity.Warning, item.Migration);
                    break;
                case HistoryStanding.Recorded when item.Record is { } record && History.Verify(record, item.Migration) == false:
                    yield return Problem(
                        MigrationProblemCode.ChecksumChanged, $"{item.Migration.FileName} has changed since {History.Format.Name} applied it (checksum {record.Checksum}).",
                        "Put the file back as it was and write the change as a new migration.", ProblemSeverity.Warning, item.Migration);
                    break;
            }
        }

        ToolHistoryItem[] assumed = [.. Items.Where(item => item.Standing == HistoryStanding.Assumed)];
        if (assumed.Length > 0)
        {
            string count = assumed.Length.ToString(CultureInfo.InvariantCulture);
            yield return Problem(
                MigrationProblemCode.HistoryAssumed,
                $"{History.Table} records no row for {count} {(assumed.Length == 1 ? "migration" : "migrations")} ({assumed[0].Migration.FileName} to {assumed[^1].Migration.FileName}): assumed applied, since {History.Format.Name} has a later version.",
                "Look whether all of them are there if the order was ever broken.", ProblemSeverity.Warning, null);
        }

        foreach (HistoryRecord record in WithoutFile)
        {
            bool failed = record.State == HistoryRecordState.Failed;
            yield return Problem(
                failed ? MigrationProblemCode.HistoryFailed : MigrationProblemCode.MissingFile,
                $"{History.Table} has {record.Name} as {(failed ? "failed" : "applied")}, but no file belongs to it.",
                failed ? $"Finish or resolve it with {History.Format.Name}'s own tool first." : "Bring the file back from version control, or ignore this if it was squashed into another.",
                failed ? ProblemSeverity.Error : ProblemSeverity.Warning, null);
        }
    }

    /// <summary>The row that our own history would have for a file; null when it is pending.</summary>
    /// <param name="item">The file.</param>
    /// <param name="number">Number of the row.</param>
    public MigrationLogEntry? ToEntry(ToolHistoryItem item, int number)
    {
        if (item.Standing is HistoryStanding.Pending or HistoryStanding.Skipped)
        {
            return null;
        }

        // A tool's checksum is of its own kind: equal to ours is what it verified, and its own text is what has changed.
        bool? verified = item.Record is { } record ? History.Verify(record, item.Migration) : null;
        return Entry(item.Record, item.Migration.FileName, number) with
        {
            Version = item.Migration.Version,
            Status = item.Standing == HistoryStanding.Assumed ? MigrationLogStatus.Baseline : StatusOf(item.Record!.State),
            StatusText = MigrationLogRow.TextOf(item.Standing == HistoryStanding.Assumed ? MigrationLogStatus.Baseline : StatusOf(item.Record!.State)),
            Checksum = verified switch { true => item.Migration.Checksum, false => item.Record!.Checksum, null => null },
        };
    }

    /// <summary>A row as our own history would have it, without knowing files.</summary>
    public static MigrationLogEntry Entry(HistoryRecord? record, string fileName, int number)
    {
        MigrationLogStatus status = StatusOf(record?.State ?? HistoryRecordState.Baseline);
        return new MigrationLogEntry
        {
            Id = number,
            StepNumber = number,
            FileName = fileName,
            Version = record?.Version,
            Status = status,
            StatusText = MigrationLogRow.TextOf(status),
            ExecutedAt = record?.AppliedAt,
            Duration = record?.Duration,
            Checksum = record?.Checksum,
            AppliedBy = record?.AppliedBy,
        };
    }

    private static MigrationLogStatus StatusOf(HistoryRecordState state) => state switch
    {
        HistoryRecordState.Applied => MigrationLogStatus.Completed,
        HistoryRecordState.Failed => MigrationLogStatus.Partial,
        HistoryRecordState.Undone => MigrationLogStatus.Undone,
        _ => MigrationLogStatus.Baseline,
    };

    private static MigrationProblem Problem(
        MigrationProblemCode code, string message, string remedy, ProblemSeverity severity, Migration? migration) =>
        new(code, message, remedy, severity) { Path = migration?.Path };
}
