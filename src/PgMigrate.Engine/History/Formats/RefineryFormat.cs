using System.Globalization;
using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// refinery: <c>refinery_schema_history(version, name, applied_on, checksum)</c>, the version 4 or 8 bytes wide, which is part of the
/// checksum. No lock. Read only.
/// </summary>
internal sealed class RefineryFormat : HistoryFormat
{
    public override string Name => "Refinery";

    public override HistoryTableName UsualTable { get; } = new(null, "refinery_schema_history");

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) => relation.Has("version", "name", "applied_on", "checksum");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) => ("version::text, name::text, applied_on::text, checksum::text", "version");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string version = Required(row, 0, "version", relation);
        bool hasTime = DateTimeOffset.TryParse(row.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        return new HistoryRecord([version], $"{version} {row.GetString(1)}")
        {
            Version = version,
            AppliedAt = hasTime ? time.ToUniversalTime() : null,
            Checksum = row.GetString(3),
        };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) => [PartsOf(migration)?.Version];

    public override bool? Verify(HistoryRecord record, Migration migration)
    {
        if (record.Checksum is not { } checksum || PartsOf(migration) is not { } parts || !long.TryParse(parts.Version, CultureInfo.InvariantCulture, out long version))
        {
            return null;
        }

        // Which of the two widths the column had when the row was written is not known: it was widened in later versions.
        string sql = migration.UpScript.WholeFile.ToString();
        return new[] { false, true }.Any(wide => ToolChecksums.Refinery(parts.Name, version, sql, wide).ToString(CultureInfo.InvariantCulture) == checksum);
    }

    /// <summary><c>V1__name</c> or <c>U1__name</c>; its digits and what follows them.</summary>
    private static (string Version, string Name)? PartsOf(Migration migration)
    {
        string stem = StemOf(migration);
        int bar = stem.IndexOf("__", StringComparison.Ordinal);
        return bar > 1 && (stem[0] is 'V' or 'U') && stem[1..bar].All(char.IsAsciiDigit) ? (MigrationVersion.Normalize(stem[1..bar]), stem[(bar + 2)..]) : null;
    }
}
