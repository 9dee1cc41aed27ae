using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// Atlas: <c>atlas_schema_revisions</c>, in a schema of that name or in the one it migrates. A row whose statements are not all applied is
/// half-way; the low bit of <c>type</c> is a baseline. Read only; its hashes run over all files of a folder and are left to Atlas.
/// </summary>
internal sealed class AtlasFormat : HistoryFormat
{
    private const long BaselineBit = 1;
    private const string LockName = "atlas_migrate_execute";

    public override string Name => "Atlas";

    public override HistoryTableName UsualTable { get; } = new(null, "atlas_schema_revisions");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        relation.Has("version", "description", "applied", "total", "executed_at", "hash", "operator_version");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ("version::text, description::text, type::bigint, applied::bigint, total::bigint, executed_at::timestamptz, execution_time::bigint, hash::text, error::text", "version");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string version = Required(row, 0, "version", relation);
        return new HistoryRecord([version], $"{version} {row.GetString(1)}".TrimEnd())
        {
            Version = version,
            State = version.StartsWith('.') ? HistoryRecordState.Note
                : row.GetInt64(3) < row.GetInt64(4) || !string.IsNullOrEmpty(row.GetString(8)) ? HistoryRecordState.Failed
                : (row.GetInt64(2) & BaselineBit) != 0 ? HistoryRecordState.Baseline : HistoryRecordState.Applied,
            AppliedAt = MigrationLogRow.ReadTime(row.Values[5]),
            Duration = row.Values[6] is null ? null : TimeSpan.FromTicks(row.GetInt64(6) / TimeSpan.NanosecondsPerTick),
            Checksum = row.GetString(7),
        };
    }

    /// <summary>The version is what stands before the first underscore.</summary>
    public override IReadOnlyList<string?> KeysOf(Migration migration) => [StemOf(migration).Split('_')[0]];

    /// <summary>What is older than a baseline is behind it.</summary>
    public override HistoryStanding Unrecorded(Migration migration, IReadOnlyList<HistoryRecord> records) =>
        records.Any(record => record.State == HistoryRecordState.Baseline && string.CompareOrdinal(KeysOf(migration)[0], record.Version) < 0)
            ? HistoryStanding.Assumed : HistoryStanding.Pending;

    public override long? LockKey(string database, HistoryTableName table) => Checksums.ToolLockKeys.Atlas(LockName);
}
