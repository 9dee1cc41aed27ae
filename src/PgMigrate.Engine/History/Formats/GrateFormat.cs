using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// grate and RoundhousE: <c>"ScriptsRun"</c> in a schema <c>grate</c> or <c>"RoundhousE"</c>. A script that may run at any time has a row
/// for each time: the last counts. Read only.
/// </summary>
internal sealed class GrateFormat : HistoryFormat
{
    public override string Name => "Grate";

    public override HistoryTableName UsualTable { get; } = new("grate", "ScriptsRun");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) => relation.Has("id", "script_name", "text_hash");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ($"script_name::text, text_hash::text, {(relation.Has("entry_date") ? "entry_date::timestamptz" : "NULL::timestamptz")}, "
            + $"{(relation.Has("entered_by") ? "entered_by::text" : "NULL::text")}", "id");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string name = Required(row, 0, "script_name", relation).Replace('\\', '/');
        return new HistoryRecord([name, name[(name.LastIndexOf('/') + 1)..]], name)
        {
            Checksum = row.GetString(1),
            AppliedAt = MigrationLogRow.ReadTime(row.Values[2]),
            AppliedBy = row.GetString(3),
        };
    }

    public override IReadOnlyList<HistoryRecord> Fold(IReadOnlyList<HistoryRecord> records) =>
        [.. records.GroupBy(record => record.Name, StringComparer.Ordinal).Select(group => group.Last())];

    public override IReadOnlyList<string?> KeysOf(Migration migration) =>
        [migration.FileName, migration.FileName[(migration.FileName.LastIndexOf('/') + 1)..]];

    public override bool? Verify(HistoryRecord record, Migration migration) =>
        record.Checksum is { } checksum ? checksum == ToolChecksums.Grate(migration.UpScript.WholeFile.ToString()) : null;
}
