using System.Globalization;
using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Layouts.Flyway;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// Flyway: <c>flyway_schema_history</c>. A version NULL is a repeatable one, known by its description; a BASELINE row stands for all up to
/// its version; of several rows for one migration the last counts.
/// </summary>
internal sealed class FlywayFormat : HistoryFormat
{
    public override string Name => "Flyway";

    public override HistoryTableName UsualTable { get; } = new(null, "flyway_schema_history");

    public override bool CanWrite => true;

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
        [NameOf(migration) is { } name ? KeyOf(name.Number is null ? null : name.Version, name.Description) : null];

    public override HistoryStanding Unrecorded(Migration migration, IReadOnlyList<HistoryRecord> records) =>
        FlywayVersion.Parse(migration.Version) is { } number && records.Any(record =>
            record is { State: HistoryRecordState.Baseline, Version: { } version } && number.CompareTo(FlywayVersion.Parse(version)) <= 0)
            ? HistoryStanding.Assumed : HistoryStanding.Pending;

    public override bool? Verify(HistoryRecord record, Migration migration) => record.Checksum is { } checksum
        ? checksum == ToolChecksums.Flyway(migration.UpScript.WholeFile.Span).ToString(CultureInfo.InvariantCulture) : null;

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.Flyway(table.Schema ?? "public", table.Table);

    public override IReadOnlyList<string> Create(HistoryTableName table, string layout) =>
    [
        $"""
        CREATE TABLE IF NOT EXISTS {table.ToSql()} (installed_rank INT NOT NULL, version VARCHAR(50), description VARCHAR(200) NOT NULL,
            type VARCHAR(20) NOT NULL, script VARCHAR(1000) NOT NULL, checksum INTEGER, installed_by VARCHAR(100) NOT NULL,
            installed_on TIMESTAMP NOT NULL DEFAULT now(), execution_time INTEGER NOT NULL, success BOOLEAN NOT NULL,
            CONSTRAINT {SqlIdentifier.Quote(table.Table + "_pk")} PRIMARY KEY (installed_rank))
        """,
        $"CREATE INDEX IF NOT EXISTS {SqlIdentifier.Quote(table.Table + "_s_idx")} ON {table.ToSql()} (success)",
    ];

    /// <summary>
    /// The next rank, the name taken apart, the checksum of the whole file. A repeatable script with <c>${placeholders}</c> has another one
    /// there, of the text with their values: Flyway then runs it once more.
    /// </summary>
    public override SqlCommand Insert(HistoryTableName table, Migration migration)
    {
        FlywayName name = NameOf(migration) ?? throw HistoryUnusableException.NoIdentity(table, migration.FileName);
        return new SqlCommand(
            $"""
            INSERT INTO {table.ToSql()} (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            SELECT COALESCE(pg_catalog.max(installed_rank), 0) OPERATOR(pg_catalog.+) 1, $1, $2, $3, $4, $5, current_user,
                {MigrationLogRow.ServerMilliseconds}::integer, true
            FROM {table.ToSql()}
            """,
            SqlParameter.Text(name.Number is null ? null : name.Version),
            SqlParameter.Text(name.Description),
            SqlParameter.Text(name.Prefix == 'B' ? "SQL_BASELINE" : "SQL"),
            SqlParameter.Text(migration.FileName),
            SqlParameter.Integer(ToolChecksums.Flyway(migration.UpScript.WholeFile.Span)));
    }

    private static FlywayName? NameOf(Migration migration) => FlywayName.Parse(migration.FileName[(migration.FileName.LastIndexOf('/') + 1)..]);

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

    public override IReadOnlyList<RepairKind> Repairs => [RepairKind.Failed, RepairKind.Changed];

    /// <summary>As <c>flyway repair</c> does: failed rows go, checksums become those of the files. Only rows of SQL files have one.</summary>
    public override SqlCommand Repair(HistoryTableName table, RepairKind kind, HistoryRecord record, Migration? migration)
    {
        // NULL is the version of a repeatable one, which its description tells.
        string description = record.Version is null ? record.Name : record.Name[(record.Version.Length + 1)..];
        const string Row = "version IS NOT DISTINCT FROM $1 AND description = $2";
        return kind == RepairKind.Failed
            ? new SqlCommand($"DELETE FROM {table.ToSql()} WHERE NOT success AND {Row}", SqlParameter.Text(record.Version), SqlParameter.Text(description))
            : new SqlCommand(
                $"UPDATE {table.ToSql()} SET checksum = $3 WHERE success AND checksum IS NOT NULL AND type = 'SQL' AND {Row}",
                SqlParameter.Text(record.Version), SqlParameter.Text(description), SqlParameter.Integer(ToolChecksums.Flyway(migration!.UpScript.WholeFile.Span)));
    }
}
