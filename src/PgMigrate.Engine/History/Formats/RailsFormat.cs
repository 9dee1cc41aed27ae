using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>Rails: <c>schema_migrations(version varchar primary key)</c> beside <c>ar_internal_metadata</c>; versions are numbers. Read only.</summary>
internal sealed class RailsFormat : HistoryFormat
{
    /// <summary>The table that tells Rails from dbmate.</summary>
    public const string Companion = "ar_internal_metadata";

    public override string Name => "Rails";

    public override HistoryTableName UsualTable { get; } = new(null, "schema_migrations");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        DbmateFormat.IsVersionTable(relation) && IsBeside(relation, neighbours);

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("version::text", "version");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string version = Required(row, 0, "version", relation);
        return new HistoryRecord([MigrationVersion.Normalize(version)], version) { Version = version };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [NumberOf(migration)];

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.Rails(database);

    internal static bool IsBeside(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        neighbours.Any(other => other.Name == new HistoryTableName(relation.Name.Schema, Companion));
}
