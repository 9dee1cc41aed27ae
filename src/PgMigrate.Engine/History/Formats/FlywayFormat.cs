using System.Globalization;
using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Layouts.Flyway;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// Flyway: <c>flyway_schema_history</c>. A version NULL is a repeatable one, known by its description; a BASELINE row stands for all up to
/// its version; of several rows for one migration the last counts. Read only.
/// </summary>
internal sealed class FlywayFormat : HistoryFormat
{
    public override string Name => "Flyway";

    public override HistoryTableName UsualTable { get; } = new(null, "flyway_schema_history");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        relation.Has("installed_rank", "version", "description", "type", "script", "success");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ("version::text, description::text, type::text, script::text, checksum::text, installed_by::text, installed_on::timestamptz, execution_time::bigint, success", "installed_rank");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string type = Required(row, 2, "type", relation);
        string? version = row.GetString(0);
        string description = Required(row, 1, "description", relation);
        return new HistoryRecord([KeyOf(version, description)], version is null ? description : $"{version} {description}")
        {
            Version = version,
            State = StateOf(type, row.Values[8] is null || row.GetBoolean(8)),
            Checksum = row.GetString(4),
            AppliedBy = row.GetString(5),
            AppliedAt = MigrationLogRow.ReadTime(row.Values[6]),
            Duration = MigrationLogRow.ReadDuration(row, 7),
        };
    }

    public override IReadOnlyList<HistoryRecord> Fold(IReadOnlyList<HistoryRecord> records) =>
        [.. records.GroupBy(record => record.Keys[0], StringComparer.Ordinal).Select(group => group.Last())];

    public override IReadOnlyList<string?> KeysOf(Migration migration) =>
        [FlywayName.Parse(migration.FileName[(migration.FileName.LastIndexOf('/') + 1)..]) is { } name ? KeyOf(name.Number is null ? null : name.Version, name.Description) : null];

    public override HistoryStanding Unrecorded(Migration migration, IReadOnlyList<HistoryRecord> records) =>
        FlywayVersion.Parse(migration.Version) is { } number && records.Any(record =>
            record is { State: HistoryRecordState.Baseline, Version: { } version } && number.CompareTo(FlywayVersion.Parse(version)) <= 0)
            ? HistoryStanding.Assumed : HistoryStanding.Pending;

    public override bool? Verify(HistoryRecord record, Migration migration) => record.Checksum is { } checksum
        ? checksum == ToolChecksums.Flyway(migration.UpScript.WholeFile.Span).ToString(CultureInfo.InvariantCulture) : null;

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.Flyway(table.Schema ?? "public", table.Table);

    private static string KeyOf(string? version, string description) =>
        version is null ? "R " + description : FlywayVersion.Parse(version)?.ToString() ?? version;

    private static HistoryRecordState StateOf(string type, bool success) => type switch
    {
        _ when !success => HistoryRecordState.Failed,
        "BASELINE" or "SQL_BASELINE" or "JDBC_BASELINE" => HistoryRecordState.Baseline,
        "SCHEMA" => HistoryRecordState.Note,
        "DELETE" => HistoryRecordState.Undone,
        _ => type.StartsWith("UNDO", StringComparison.Ordinal) ? HistoryRecordState.Undone : HistoryRecordState.Applied,
    };
}
