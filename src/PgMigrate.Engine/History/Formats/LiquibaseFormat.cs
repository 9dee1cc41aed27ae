using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// Liquibase: <c>databasechangelog</c>; a row a change set, known by id, author and file. The rows of a file are one record here. Its
/// checksums are of the change as that version of Liquibase read it, so they are not compared. Read only.
/// </summary>
internal sealed class LiquibaseFormat : HistoryFormat
{
    public override string Name => "Liquibase";

    public override HistoryTableName UsualTable { get; } = new(null, "databasechangelog");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) =>
        relation.Has("id", "author", "filename", "dateexecuted", "orderexecuted", "exectype", "md5sum");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ("id::text, author::text, filename::text, dateexecuted::timestamptz, exectype::text", "dateexecuted, orderexecuted");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string file = Required(row, 2, "filename", relation).Replace('\\', '/');
        return new HistoryRecord([file, file[(file.LastIndexOf('/') + 1)..]], $"{row.GetString(0)}::{row.GetString(1)}")
        {
            State = row.GetString(4) switch
            {
                "FAILED" => HistoryRecordState.Failed,
                "SKIPPED" => HistoryRecordState.Note,
                "MARK_RAN" => HistoryRecordState.Baseline,
                _ => HistoryRecordState.Applied,
            },
            AppliedAt = MigrationLogRow.ReadTime(row.Values[3]),
        };
    }

    /// <summary>One record a file: failed when one of its change sets failed, else as the first of those that ran.</summary>
    public override IReadOnlyList<HistoryRecord> Fold(IReadOnlyList<HistoryRecord> records) =>
    [
        .. records.Where(record => record.State != HistoryRecordState.Note).GroupBy(record => record.Keys[0], StringComparer.Ordinal).Select(group =>
            new HistoryRecord(group.First().Keys, $"{group.Key} ({string.Join(", ", group.Select(record => record.Name))})")
            {
                State = group.Select(record => record.State).FirstOrDefault(state => state == HistoryRecordState.Failed, group.First().State),
                AppliedAt = group.Last().AppliedAt,
            }),
    ];

    public override IReadOnlyList<string?> KeysOf(Migration migration) =>
        [migration.FileName, migration.FileName[(migration.FileName.LastIndexOf('/') + 1)..]];
}
