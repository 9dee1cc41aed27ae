using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History.Repairs;

/// <summary>Finds in another tool's history what can be repaired. A kind that the tool has no repair for is never among it.</summary>
internal static class ToolRepairs
{
    public static IEnumerable<MigrationLogRepair> Find(ToolHistory history, MigrationSet set)
    {
        ToolHistoryMatch match = history.Match(set.Migrations);
        int number = 0;
        foreach (ToolHistoryItem item in match.Items.Where(item => item.Record is not null))
        {
            number++;
            RepairKind? kind = item.Standing == HistoryStanding.Failed ? RepairKind.Failed
                : item.Standing == HistoryStanding.Recorded && history.Format.Verify(item.Record!, item.Migration) == false ? RepairKind.Changed
                : null;
            if (kind is { } found && Of(history, found, item.Record!, item.Migration, number) is { } repair)
            {
                yield return repair;
            }
        }

        foreach (HistoryRecord record in match.WithoutFile)
        {
            number++;
            RepairKind kind = record.State == HistoryRecordState.Failed ? RepairKind.Failed : RepairKind.Missing;
            if (Of(history, kind, record, null, number) is { } repair)
            {
                yield return repair;
            }
        }
    }

    private static MigrationLogRepair? Of(ToolHistory history, RepairKind kind, HistoryRecord record, Migration? migration, int number) =>
        !history.Format.Repairs.Contains(kind) ? null : new MigrationLogRepair
        {
            Kind = kind,
            Entry = ToolHistoryMatch.Entry(record, migration?.FileName ?? record.Name, number),
            Action = kind == RepairKind.Changed ? $"{history.Format.Name}'s checksum of the file as it is now recorded; nothing is run" : "removed",
            Checksum = kind == RepairKind.Changed ? migration!.Checksum : null,
            Command = history.Format.Repair(history.Table, kind, record, migration),
        };
}
