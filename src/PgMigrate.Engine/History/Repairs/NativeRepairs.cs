using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Repairs;

/// <summary>Finds in our own history what can be repaired.</summary>
internal static class NativeRepairs
{
    /// <param name="table">The table, its schema included.</param>
    /// <param name="set">The files; none are needed where only <see cref="RepairKind.Failed"/> and <see cref="RepairKind.Partial"/> are asked for.</param>
    /// <param name="entries">The rows.</param>
    public static IEnumerable<MigrationLogRepair> Find(HistoryTableName table, MigrationSet set, IReadOnlyList<MigrationLogEntry> entries)
    {
        var states = new MigrationStates(entries, set.Migrations);
        foreach (MigrationLogEntry entry in entries)
        {
            if (entry.Status == MigrationLogStatus.Failed)
            {
                yield return Removed(table, RepairKind.Failed, entry, "removed");
            }
            else if (MigrationStates.IsPartial(entry))
            {
                yield return Removed(table, RepairKind.Partial, entry, MigrationStates.IsUndoUnfinished(entry)
                    ? "removed; the migration counts as applied again, whatever its undo has done"
                    : "removed; the migration is run from its first statement again, whatever of it is applied");
            }
        }

        foreach ((Migration migration, MigrationLogEntry? row) in set.Migrations.Select(states.Resolve).Where(item => item.Migration.State == MigrationState.Changed))
        {
            yield return new MigrationLogRepair
            {
                Kind = RepairKind.Changed,
                Entry = row!,
                Checksum = migration.Checksum,
                Action = $"checksum {Short(row!.Checksum)} replaced with {Short(migration.Checksum)}; nothing is run",
                Command = new SqlCommand(
                    $"UPDATE {table.ToSql()} SET checksum = $2 WHERE id OPERATOR(pg_catalog.=) $1",
                    SqlParameter.BigInt(row.Id), SqlParameter.Text(migration.Checksum)),
            };
        }

        var lost = states.Orphans(set.Migrations).Select(row => row.FileName).ToHashSet(StringComparer.Ordinal);
        foreach (MigrationLogEntry entry in entries.Where(entry => lost.Contains(entry.FileName)))
        {
            yield return Removed(table, RepairKind.Missing, entry, "removed; the history forgets the migration, the database does not");
        }
    }

    private static MigrationLogRepair Removed(HistoryTableName table, RepairKind kind, MigrationLogEntry entry, string action) => new()
    {
        Kind = kind,
        Entry = entry,
        Action = action,
        Command = new SqlCommand($"DELETE FROM {table.ToSql()} WHERE id OPERATOR(pg_catalog.=) $1", SqlParameter.BigInt(entry.Id)),
    };

    private static string Short(string? checksum) => checksum is { Length: > 12 } ? checksum[..12] + "…" : checksum ?? "none";
}
