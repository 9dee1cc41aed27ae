using System.Security.Cryptography;
using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Layouts.Flyway;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// Evolve: <c>changelog</c>, with Flyway's names and an MD5 of the text with LF line ends (before 1.8, of its bytes). Type 0 is a migration,
/// 3 a start version, 4 a repeatable one; the others tell of schemas. Read only.
/// </summary>
internal sealed class EvolveFormat : HistoryFormat
{
    private const long Migration = 0;
    private const long StartVersion = 3;
    private const long Repeatable = 4;

    public override string Name => "Evolve";

    public override HistoryTableName UsualTable { get; } = new(null, "changelog");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        relation.Has("type", "version", "description", "name", "checksum", "installed_by", "installed_on", "success");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ("type::bigint, version::text, description::text, checksum::text, installed_by::text, installed_on::timestamptz, success", "id");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string description = Required(row, 2, "description", relation);
        string? version = row.GetString(1);
        long type = row.Values[0] is null ? Migration : row.GetInt64(0);
        return new HistoryRecord([KeyOf(version, description)], version is null ? description : $"{version} {description}")
        {
            Version = version,
            State = !row.GetBoolean(6) ? HistoryRecordState.Failed
                : type is Migration or Repeatable ? HistoryRecordState.Applied
                : type == StartVersion ? HistoryRecordState.Baseline : HistoryRecordState.Note,
            Checksum = row.GetString(3),
            AppliedBy = row.GetString(4),
            AppliedAt = MigrationLogRow.ReadTime(row.Values[5]),
        };
    }

    public override IReadOnlyList<HistoryRecord> Fold(IReadOnlyList<HistoryRecord> records) =>
        [.. records.GroupBy(record => (record.Keys[0], record.State == HistoryRecordState.Note)).Select(group => group.Last())];

    public override IReadOnlyList<string?> KeysOf(Migration migration) =>
        [FlywayName.Parse(migration.FileName[(migration.FileName.LastIndexOf('/') + 1)..]) is { } name ? KeyOf(name.Number is null ? null : name.Version, name.Description) : null];

    /// <summary>A start version stands for all that is older.</summary>
    public override HistoryStanding Unrecorded(Migration migration, IReadOnlyList<HistoryRecord> records) =>
        FlywayVersion.Parse(migration.Version) is { } number && records.Any(record =>
            record is { State: HistoryRecordState.Baseline, Version: { } version } && number.CompareTo(FlywayVersion.Parse(version)) < 0)
            ? HistoryStanding.Assumed : HistoryStanding.Pending;

    public override bool? Verify(HistoryRecord record, Migration migration) => record.Checksum is not { } checksum ? null
        : checksum.Equals(ToolChecksums.Evolve(migration.UpScript.WholeFile.ToString()), StringComparison.OrdinalIgnoreCase)
            || checksum.Equals(Convert.ToHexString(MD5.HashData(BytesOf(migration))), StringComparison.OrdinalIgnoreCase);

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.Evolve;

    private static string KeyOf(string? version, string description) =>
        version is null ? "R " + description : FlywayVersion.Parse(version)?.ToString() ?? version;
}
