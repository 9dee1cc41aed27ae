using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// Prisma: <c>_prisma_migrations</c>. Applied is finished and not rolled back; neither is failed; of several rows the last counts. The
/// checksum also fits when it is of the text with other line ends.
/// </summary>
internal sealed class PrismaFormat : HistoryFormat
{
    public override string Name => "Prisma";

    public override HistoryTableName UsualTable { get; } = new(null, "_prisma_migrations");

    public override bool CanWrite => true;

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        relation.Has("migration_name", "checksum", "finished_at", "rolled_back_at", "applied_steps_count");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ("migration_name::text, checksum::text, finished_at, rolled_back_at IS NOT NULL", "started_at, finished_at NULLS LAST");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string name = Required(row, 0, "migration_name", relation);
        return new HistoryRecord([name], name)
        {
            State = row.GetBoolean(3) ? HistoryRecordState.Undone : row.Values[2] is null ? HistoryRecordState.Failed : HistoryRecordState.Applied,
            Checksum = row.GetString(1),
            AppliedAt = MigrationLogRow.ReadTime(row.Values[2]),
        };
    }

    public override IReadOnlyList<HistoryRecord> Fold(IReadOnlyList<HistoryRecord> records) =>
        [.. records.GroupBy(record => record.Name, StringComparer.Ordinal).Select(group => group.Last())];

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [StemOf(migration)];

    public override bool? Verify(HistoryRecord record, Migration migration)
    {
        string text = System.Text.Encoding.UTF8.GetString(BytesOf(migration));
        string lf = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return record.Checksum is not { } checksum ? null
            : new[] { text, lf, lf.Replace("\n", "\r\n", StringComparison.Ordinal) }.Any(variant => Fits(checksum, System.Text.Encoding.UTF8.GetBytes(variant)));
    }

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.Prisma;

    public override IReadOnlyList<string> Create(HistoryTableName table, string layout) =>
    [
        $"""
        CREATE TABLE IF NOT EXISTS {table.ToSql()} (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
            migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
            applied_steps_count INTEGER NOT NULL DEFAULT 0)
        """,
    ];

    /// <summary>A row as Prisma leaves it when a migration is done: begun, finished, one step.</summary>
    public override SqlCommand Insert(HistoryTableName table, Migration migration) => new(
        $"""
        INSERT INTO {table.ToSql()} (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
        VALUES ($1, $2, $3, pg_catalog.transaction_timestamp(), pg_catalog.clock_timestamp(), 1)
        """,
        SqlParameter.Text(Guid.NewGuid().ToString()),
        SqlParameter.Text(ToolChecksums.Sha256(BytesOf(migration))),
        SqlParameter.Text(StemOf(migration)));

    /// <summary>Old versions wrote each byte without its leading zero.</summary>
    private static bool Fits(string checksum, byte[] text)
    {
        string hash = ToolChecksums.Sha256(text);
        return checksum == hash || checksum == string.Concat(hash.Chunk(2).Select(pair => pair[0] == '0' ? pair[1].ToString() : new string(pair)));
    }
}
