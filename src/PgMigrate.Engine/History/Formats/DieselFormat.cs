using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Layouts.Diesel;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>diesel: <c>__diesel_schema_migrations(version, run_on)</c>; a row an applied migration, its hyphens left out. No lock.</summary>
internal sealed class DieselFormat : HistoryFormat
{
    /// <summary>Length of the column.</summary>
    private const int MaxVersion = 50;

    public override string Name => "Diesel";

    public override HistoryTableName UsualTable { get; } = new(null, "__diesel_schema_migrations");

    public override bool CanWrite => true;

    public override bool CanRemove => true;

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        relation.Has("version", "run_on") && !relation.Has("name");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("version::text, run_on::timestamptz", "version");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string version = Required(row, 0, "version", relation);
        return new HistoryRecord([version], version) { Version = version, AppliedAt = MigrationLogRow.ReadTime(row.Values[1]) };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [DieselLayout.VersionOf(StemOf(migration))];

    public override IReadOnlyList<string> Create(HistoryTableName table, string layout) =>
    [
        $"CREATE TABLE IF NOT EXISTS {table.ToSql()} (version VARCHAR({MaxVersion}) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
    ];

    public override SqlCommand Insert(HistoryTableName table, Migration migration)
    {
        string version = DieselLayout.VersionOf(StemOf(migration));
        return version.Length is > 0 and <= MaxVersion
            ? new SqlCommand($"INSERT INTO {table.ToSql()} (version) VALUES ($1)", SqlParameter.Text(version))
            : throw HistoryUnusableException.NoIdentity(table, migration.FileName);
    }

    public override SqlCommand Remove(HistoryTableName table, Migration migration, Migration? previous) => new(
        $"DELETE FROM {table.ToSql()} WHERE version OPERATOR(pg_catalog.=) $1", SqlParameter.Text(DieselLayout.VersionOf(StemOf(migration))));

    public override IReadOnlyList<RepairKind> Repairs => [RepairKind.Missing];

    public override SqlCommand Repair(HistoryTableName table, RepairKind kind, HistoryRecord record, Migration? migration) => Delete(table, "version", record.Version);
}
