using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts.Converting;

/// <summary>
/// Where a converted file came from, as its head says it: <c>-- @source: Drizzle 0003_users.sql sha256:…</c>. By it a second conversion knows
/// what is there already.
/// </summary>
/// <param name="Layout">Layout of the folder it came from.</param>
/// <param name="FileName">Its name there.</param>
/// <param name="Checksum">Its checksum then; see <see cref="Migration.Checksum"/>.</param>
internal sealed record SourceNote(string Layout, string FileName, string Checksum)
{
    /// <summary>The directives' names, without their <c>@</c>.</summary>
    public const string SourceName = "source";

    /// <summary>The day of the conversion.</summary>
    public const string DateName = "date";

    private const string HashMark = " sha256:";

    public static SourceNote Of(Migration migration) => new(migration.Layout, migration.FileName, migration.Checksum);

    /// <summary>What the head of a file says of its source; null when it says nothing.</summary>
    public static SourceNote? Read(MigrationHeader header)
    {
        if (!header.Other.TryGetValue(SourceName, out string? value))
        {
            return null;
        }

        int layout = value.IndexOf(' ', StringComparison.Ordinal);
        int hash = value.LastIndexOf(HashMark, StringComparison.Ordinal);
        return layout < 1 || hash <= layout ? null : new SourceNote(value[..layout], value[(layout + 1)..hash], value[(hash + HashMark.Length)..]);
    }

    /// <summary>A converted migration as its source's tool would know it; any other one as it is.</summary>
    public static Migration AsSource(Migration migration) => Read(migration.Header) is { } note
        ? migration with { FileName = note.FileName, Layout = note.Layout, HistoryKey = note.Layout == "DrizzleFolders" ? note.FileName : null } : migration;

    /// <summary>True when both are of one file, whatever its text was.</summary>
    public bool IsSameFile(SourceNote other) => Layout == other.Layout && FileName == other.FileName;

    /// <inheritdoc/>
    public override string ToString() => $"{Layout} {FileName}{HashMark}{Checksum}";
}
