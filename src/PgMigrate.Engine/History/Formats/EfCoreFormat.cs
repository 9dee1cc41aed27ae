using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>EF Core: <c>"__EFMigrationsHistory"("MigrationId", "ProductVersion")</c>; an id is <c>yyyyMMddHHmmss_Name</c>. Read only.</summary>
internal sealed class EfCoreFormat : HistoryFormat
{
    public override string Name => "EfCore";

    public override HistoryTableName UsualTable { get; } = new(null, "__EFMigrationsHistory");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) => relation.Has("MigrationId", "ProductVersion");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("\"MigrationId\"::text", "\"MigrationId\"");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string id = Required(row, 0, "MigrationId", relation);
        return new HistoryRecord([id], id) { Version = id.Split('_')[0] };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [migration.ListedLanguage is null ? StemOf(migration) : migration.HistoryKey];
}
