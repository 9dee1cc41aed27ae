using PgMigrate.Engine.Layouts.Converting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.History.Formats;

/// <summary>What another tool's history held at one moment.</summary>
/// <param name="Format">How it is kept.</param>
/// <param name="Table">Where.</param>
/// <param name="Records">Its rows, void ones left out.</param>
internal sealed record ToolHistory(HistoryFormat Format, HistoryTableName Table, IReadOnlyList<HistoryRecord> Records)
{
    /// <summary>Finds and reads a history.</summary>
    /// <exception cref="HistoryUnusableException">It cannot be found or read.</exception>
    public static async Task<ToolHistory> ReadAsync(
        ISqlSession session, string format, HistoryTableName? table, CancellationToken cancellationToken, bool visibleOnly = false)
    {
        (HistoryFormat found, HistoryRelation relation) = await HistoryFinder.FindAsync(session, format, table, visibleOnly, cancellationToken).ConfigureAwait(false);
        (string columns, string orderBy) = found.Select(relation);
        var command = new SqlCommand($"SELECT {columns} FROM {relation.Name.ToSql()} ORDER BY {orderBy}");
        var results = await session.QueryAsync(new SqlBatch(command), cancellationToken).ConfigureAwait(false);
        HistoryRecord[] records = [.. results[0].Select(row => Read(found, row, relation))];
        return new ToolHistory(found, relation.Name, found.Fold(records));
    }

    /// <summary>Reads a row. A table may have a tool's columns and still not be that tool's.</summary>
    /// <exception cref="HistoryUnusableException">It has a value that its tool never writes.</exception>
    internal static HistoryRecord Read(HistoryFormat format, SqlRow row, HistoryRelation relation)
    {
        try
        {
            return format.Read(row, relation);
        }
        catch (Exception error) when (error is FormatException or OverflowException or InvalidCastException)
        {
            throw HistoryUnusableException.BadValue(relation.Name, $"has a row that no {format.Name} can have written ({error.Message.TrimEnd('.')})");
        }
    }

    /// <summary>
    /// Lays the records beside files. A record belongs to one file: the one that has its surest key; a weaker key counts only
    /// between what is left over, so that two files with one text are not taken for each other. A converted file has the keys of its source.
    /// </summary>
    public ToolHistoryMatch Match(IReadOnlyList<Migration> migrations)
    {
        var keys = migrations.Select(migration => Format.KeysOf(SourceNote.AsSource(migration))).ToList();
        var found = new HistoryRecord?[migrations.Count];
        var taken = new HashSet<HistoryRecord>(ReferenceEqualityComparer.Instance);
        for (int rank = 0; rank < keys.Select(list => list.Count).Append(0).Max(); rank++)
        {
            var left = Records.Where(record => !taken.Contains(record) && rank < record.Keys.Count && record.State != HistoryRecordState.Note)
                .GroupBy(record => record.Keys[rank], StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => new Queue<HistoryRecord>(group), StringComparer.Ordinal);
            for (int at = 0; at < migrations.Count; at++)
            {
                if (found[at] is null && keys[at].ElementAtOrDefault(rank) is { } key && left.GetValueOrDefault(key)?.TryDequeue(out HistoryRecord? record) == true)
                {
                    found[at] = record;
                    taken.Add(record);
                }
            }
        }

        return new ToolHistoryMatch(
            this,
            [.. migrations.Select((migration, at) => new ToolHistoryItem(migration, StandingOf(migration, found[at]), found[at]))],
            [.. Records.Where(record => !taken.Contains(record) && record.State is (HistoryRecordState.Applied or HistoryRecordState.Failed))]);
    }

    private HistoryStanding StandingOf(Migration migration, HistoryRecord? record) => record?.State switch
    {
        HistoryRecordState.Applied or HistoryRecordState.Baseline => HistoryStanding.Recorded,
        HistoryRecordState.Failed => HistoryStanding.Failed,
        HistoryRecordState.Undone => HistoryStanding.Pending,
        _ => Format.Unrecorded(SourceNote.AsSource(migration), Records),
    };

    /// <summary>False when the tool's checksum is of another text; null when that cannot be told, as of a file that was converted from another layout.</summary>
    public bool? Verify(HistoryRecord record, Migration migration) => SourceNote.Read(migration.Header) is null ? Format.Verify(record, migration) : null;
}
