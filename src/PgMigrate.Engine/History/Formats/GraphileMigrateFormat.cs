using System.Text.RegularExpressions;
using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// graphile-migrate: <c>graphile_migrate.migrations(hash, previous_hash, filename, date)</c>; a chain of committed files, known by their
/// number. The hash is of the body and the hash before. Read only: the files name their own hashes, which its <c>commit</c> writes.
/// </summary>
internal sealed partial class GraphileMigrateFormat : HistoryFormat
{
    public override string Name => "GraphileMigrate";

    public override HistoryTableName UsualTable { get; } = new("graphile_migrate", "migrations");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) => relation.Has("hash", "previous_hash", "filename", "date");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("hash::text, filename::text, date::timestamptz", "filename");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string name = Required(row, 1, "filename", relation);
        return new HistoryRecord([MigrationVersion.Normalize(name.Split('.')[0])], name)
        {
            Version = name.Split('.')[0],
            Checksum = row.GetString(0),
            AppliedAt = MigrationLogRow.ReadTime(row.Values[2]),
        };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [NumberOf(migration)];

    public override bool? Verify(HistoryRecord record, Migration migration)
    {
        string text = migration.UpScript.WholeFile.ToString().ReplaceLineEndings("\n");
        Match head = Head().Match(text);
        if (record.Checksum is not { } hash || !head.Success)
        {
            return null;
        }

        string previous = head.Groups["previous"].Value;
        return hash == ToolChecksums.Graphile(text[head.Length..], previous == "-" ? null : previous);
    }

    public override long? LockKey(string database, HistoryTableName table) => ToolLockKeys.GraphileMigrate;

    /// <summary>The lines <c>--! Name: value</c> of the head, the empty line after them included.</summary>
    [GeneratedRegex(@"\A--! Previous: (?<previous>\S+)\n(--! [^\n]*\n)*\n?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
