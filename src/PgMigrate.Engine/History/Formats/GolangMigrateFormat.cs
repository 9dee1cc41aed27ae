using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// golang-migrate: <c>schema_migrations(version bigint, dirty boolean)</c> with one row at most: the highest version, which stands for
/// all below it. <c>dirty</c> means that it stopped half-way.
/// </summary>
internal sealed class GolangMigrateFormat : HistoryFormat
{
    public override string Name => "GolangMigrate";

    public override HistoryTableName UsualTable { get; } = new(null, "schema_migrations");

    public override bool CanWrite => true;

    public override bool CanRemove => true;

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) => relation.Has("version", "dirty");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("version::text, dirty", "version");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string version = Required(row, 0, "version", relation);
        bool dirty = row.Values[1] is null || row.GetBoolean(1);

        // -1 is written for "nothing is applied".
        return new HistoryRecord([version], version)
        {
            Version = version,
            State = dirty ? HistoryRecordState.Failed : version.StartsWith('-') ? HistoryRecordState.Note : HistoryRecordState.Applied,
        };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [NumberOf(migration)];

    public override HistoryStanding Unrecorded(Migration migration, IReadOnlyList<HistoryRecord> records) =>
        NumberOf(migration) is { } number
        && records.Any(record => record.State != HistoryRecordState.Note && MigrationVersion.Compare(number, record.Version!) < 0)
            ? HistoryStanding.Assumed : HistoryStanding.Pending;

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.Golang(database, table.Schema ?? "public", table.Table);

    public override IReadOnlyList<string> Create(HistoryTableName table, string layout) =>
        [$"CREATE TABLE IF NOT EXISTS {table.ToSql()} (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)"];

    /// <summary>One statement for what the tool does in two: the row is moved up, or made. An older one leaves it where it is.</summary>
    public override SqlCommand Insert(HistoryTableName table, Migration migration) => new(
        $"""
        WITH moved AS (UPDATE {table.ToSql()} SET version = GREATEST(version, $1), dirty = false RETURNING 1)
        INSERT INTO {table.ToSql()} (version, dirty) SELECT $1, false WHERE NOT EXISTS (SELECT FROM moved)
        """,
        SqlParameter.BigInt(BigIntOf(migration, table)));

    /// <summary>The row moves down to the file before; before the first one there is no row.</summary>
    public override SqlCommand Remove(HistoryTableName table, Migration migration, Migration? previous) => previous is null
        ? new SqlCommand($"DELETE FROM {table.ToSql()}")
        : new SqlCommand($"UPDATE {table.ToSql()} SET version = $1, dirty = false", SqlParameter.BigInt(BigIntOf(previous, table)));
}
