using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// sqitch: <c>sqitch.changes</c>; a row an applied change with the SHA-1 of its deploy script, no row what was reverted. Of a change that was
/// reworked the last counts. Read only: sqitch's plan rules what its rows are.
/// </summary>
internal sealed class SqitchFormat : HistoryFormat
{
    public override string Name => "Sqitch";

    public override HistoryTableName UsualTable { get; } = new("sqitch", "changes");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        relation.Has("change_id", "script_hash", "change", "project", "committed_at");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ("change::text, script_hash::text, committed_at::timestamptz, committer_name::text", "committed_at");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string name = Required(row, 0, "change", relation);
        return new HistoryRecord([name, name], name)
        {
            Checksum = row.GetString(1),
            AppliedAt = MigrationLogRow.ReadTime(row.Values[2]),
            AppliedBy = row.GetString(3),
        };
    }

    public override IReadOnlyList<HistoryRecord> Fold(IReadOnlyList<HistoryRecord> records) =>
        [.. records.GroupBy(record => record.Name, StringComparer.Ordinal).Select(group => group.Last())];

    /// <summary>sqitch's scripts have no numbers: one that got a number is known by the rest of its name.</summary>
    public override IReadOnlyList<string?> KeysOf(Migration migration) => [StemOf(migration), migration.Name];

    public override bool? Verify(HistoryRecord record, Migration migration) =>
        record.Checksum is { } checksum && record.Name == StemOf(migration) ? checksum == ToolChecksums.SqitchScript(BytesOf(migration)) : null;

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.Sqitch;
}
