using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>dbmate: <c>schema_migrations(version varchar primary key)</c>, a row an applied migration; digits as text. No lock.</summary>
internal sealed class DbmateFormat : HistoryFormat
{
    public override string Name => "Dbmate";

    public override HistoryTableName UsualTable { get; } = new(null, "schema_migrations");

    public override bool CanWrite => true;

    public override bool CanRemove => true;

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        IsVersionTable(relation) && !RailsFormat.IsBeside(relation, neighbours);

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("version::text", "version");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string version = Required(row, 0, "version", relation);
        return new HistoryRecord([version], version) { Version = version };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [DigitsOf(migration)];

    public override IReadOnlyList<string> Create(HistoryTableName table, string layout) =>
        [$"CREATE TABLE IF NOT EXISTS {table.ToSql()} (version varchar PRIMARY KEY)"];

    public override SqlCommand Insert(HistoryTableName table, Migration migration) => new(
        $"INSERT INTO {table.ToSql()} (version) VALUES ($1)",
        SqlParameter.Text(DigitsOf(migration) ?? throw HistoryUnusableException.NoIdentity(table, migration.FileName)));

    /// <summary>A table of versions and nothing that another tool of that table's name adds.</summary>
    internal static bool IsVersionTable(HistoryRelation relation) =>
        relation.Has("version") && (relation.Columns["version"] is "character varying" or "text")
        && !relation.HasAny("dirty", "run_on", "name", "statements", "inserted_at", "applied_at", "installed_rank", "checksum", "hash", "applied_on");

    public override SqlCommand Remove(HistoryTableName table, Migration migration, Migration? previous) => new(
        $"DELETE FROM {table.ToSql()} WHERE version OPERATOR(pg_catalog.=) $1", SqlParameter.Text(DigitsOf(migration)));

    public override IReadOnlyList<RepairKind> Repairs => [RepairKind.Missing];

    public override SqlCommand Repair(HistoryTableName table, RepairKind kind, HistoryRecord record, Migration? migration) => Delete(table, "version", record.Version);
}
