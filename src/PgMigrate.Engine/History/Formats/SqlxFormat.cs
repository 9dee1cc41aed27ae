using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>sqlx: <c>_sqlx_migrations</c>; a row an applied migration with the SHA-384 of its file. <c>success</c> false means half-way.</summary>
internal sealed class SqlxFormat : HistoryFormat
{
    private const long NanosecondsPerTick = 100;

    public override string Name => "Sqlx";

    public override HistoryTableName UsualTable { get; } = new(null, "_sqlx_migrations");

    public override bool CanWrite => true;

    public override bool CanRemove => true;

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        relation.Has("version", "description", "installed_on", "success", "checksum", "execution_time") && !relation.Has("installed_rank");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ("version::text, description::text, installed_on::timestamptz, success, pg_catalog.encode(checksum, 'hex'), execution_time::bigint", "version");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string version = Required(row, 0, "version", relation);
        return new HistoryRecord([version], $"{version} {row.GetString(1)}")
        {
            Version = version,
            AppliedAt = MigrationLogRow.ReadTime(row.Values[2]),
            State = row.Values[3] is not null && row.GetBoolean(3) ? HistoryRecordState.Applied : HistoryRecordState.Failed,
            Checksum = row.GetString(4),
            Duration = row.Values[5] is null || row.GetInt64(5) < 0 ? null : TimeSpan.FromTicks(row.GetInt64(5) / NanosecondsPerTick),
        };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [NumberOf(migration)];

    public override bool? Verify(HistoryRecord record, Migration migration) =>
        record.Checksum is { } checksum ? checksum == ToolChecksums.Sqlx(BytesOf(migration)) : null;

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.Sqlx(database);

    public override IReadOnlyList<string> Create(HistoryTableName table, string layout) =>
    [
        $"""
        CREATE TABLE IF NOT EXISTS {table.ToSql()} (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
            success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL)
        """,
    ];

    /// <summary>The time it took is written as -1, as sqlx itself does before it knows.</summary>
    public override SqlCommand Insert(HistoryTableName table, Migration migration) => new(
        $"INSERT INTO {table.ToSql()} (version, description, success, checksum, execution_time) VALUES ($1, $2, true, pg_catalog.decode($3, 'hex'), -1)",
        SqlParameter.BigInt(BigIntOf(migration, table)),
        SqlParameter.Text(migration.Name.Replace('_', ' ')),
        SqlParameter.Text(ToolChecksums.Sqlx(BytesOf(migration))));

    public override SqlCommand Remove(HistoryTableName table, Migration migration, Migration? previous) => new(
        $"DELETE FROM {table.ToSql()} WHERE version OPERATOR(pg_catalog.=) $1", SqlParameter.BigInt(BigIntOf(migration, table)));

    public override IReadOnlyList<RepairKind> Repairs => [RepairKind.Failed, RepairKind.Changed, RepairKind.Missing];

    /// <summary>sqlx itself has no repair: it refuses to go on until the row is as its check wants it, or gone.</summary>
    public override SqlCommand Repair(HistoryTableName table, RepairKind kind, HistoryRecord record, Migration? migration) => kind == RepairKind.Changed
        ? new SqlCommand(
            $"UPDATE {table.ToSql()} SET checksum = pg_catalog.decode($2, 'hex') WHERE version::text OPERATOR(pg_catalog.=) $1",
            SqlParameter.Text(record.Version), SqlParameter.Text(ToolChecksums.Sqlx(BytesOf(migration!))))
        : Delete(table, "version", record.Version);
}
