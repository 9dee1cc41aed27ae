using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// DbUp: <c>schemaversions(schemaversionsid, scriptname, applied)</c>. The name is a file name, a path with dots, or a resource
/// (<c>App.Scripts.0001_a.sql</c>): the whole of it is compared first, then its end. Read only; no hash, no lock.
/// </summary>
internal sealed class DbUpFormat : HistoryFormat
{
    public override string Name => "DbUp";

    public override HistoryTableName UsualTable { get; } = new(null, "schemaversions");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) => relation.Has("scriptname", "applied");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("scriptname::text, applied::timestamptz", "applied, scriptname");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string name = Required(row, 0, "scriptname", relation);
        return new HistoryRecord([Dotted(name), Tail(name)], name) { AppliedAt = MigrationLogRow.ReadTime(row.Values[1]) };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [Dotted(migration.FileName), Tail(migration.FileName)];

    private static string Dotted(string name) => name.Replace('\\', '.').Replace('/', '.');

    /// <summary>The last name of a path or resource, its extension included.</summary>
    private static string Tail(string name)
    {
        string dotted = Dotted(name);
        int extension = dotted.LastIndexOf('.');
        return dotted[((extension < 1 ? -1 : dotted.LastIndexOf('.', extension - 1)) + 1)..];
    }
}
