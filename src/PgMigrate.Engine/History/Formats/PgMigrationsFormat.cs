using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// node-pg-migrate: <c>pgmigrations(id, name, run_on)</c>; a row an applied migration, known by its name. Read in the order
/// <c>run_on, id</c>, since rows of one transaction share their time.
/// </summary>
internal sealed class PgMigrationsFormat : HistoryFormat
{
    public override string Name => "PgMigrations";

    public override HistoryTableName UsualTable { get; } = new(null, "pgmigrations");

    public override bool CanWrite => true;

    public override bool CanRemove => true;

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) => relation.Has("id", "name", "run_on");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("name::text, run_on::timestamptz", "run_on, id");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string name = Required(row, 0, "name", relation);
        return new HistoryRecord([name], name) { AppliedAt = MigrationLogRow.ReadTime(row.Values[1]) };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [StemOf(migration)];

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.NodePgMigrate;

    public override IReadOnlyList<string> Create(HistoryTableName table, string layout) =>
        [$"CREATE TABLE IF NOT EXISTS {table.ToSql()} (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)"];

    public override SqlCommand Insert(HistoryTableName table, Migration migration) => new(
        $"INSERT INTO {table.ToSql()} (name, run_on) VALUES ($1, pg_catalog.now())", SqlParameter.Text(StemOf(migration)));

    public override SqlCommand Remove(HistoryTableName table, Migration migration, Migration? previous) => new(
        $"DELETE FROM {table.ToSql()} WHERE name OPERATOR(pg_catalog.=) $1", SqlParameter.Text(StemOf(migration)));

    public override IReadOnlyList<RepairKind> Repairs => [RepairKind.Missing];

    public override SqlCommand Repair(HistoryTableName table, RepairKind kind, HistoryRecord record, Migration? migration) => Delete(table, "name", record.Name);
}
