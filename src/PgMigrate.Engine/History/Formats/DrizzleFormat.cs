using System.Globalization;
using PgMigrate.Engine.History.Checksums;
using PgMigrate.Engine.Layouts.Converting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.History.Formats;

/// <summary>
/// drizzle: <c>drizzle.__drizzle_migrations(id, hash, created_at)</c>, in 1.0 with <c>name</c> and <c>applied_at</c>. In 0.x a row is known by
/// its <c>created_at</c>, the journal's <c>when</c>, and what is older than the newest one is never run; in 1.0 by the folder's name.
/// The hash is stored and never compared; here it tells a file whose entry got a new time. No lock.
/// </summary>
internal sealed class DrizzleFormat : HistoryFormat
{
    private const string Folders = "DrizzleFolders";
    private const long MillisecondsPerSecond = 1000;

    public override string Name => "Drizzle";

    public override HistoryTableName UsualTable { get; } = new("drizzle", "__drizzle_migrations");

    public override bool CanWrite => true;

    public override bool CanRemove => true;

    public override bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours) => relation.Has("id", "hash", "created_at");

    public override (string Columns, string OrderBy) Select(HistoryRelation relation) =>
        ($"hash::text, created_at::bigint, {(relation.Has("name") ? "name::text" : "NULL::text")}, "
            + $"{(relation.Has("applied_at") ? "applied_at::timestamptz" : "NULL::timestamptz")}", "id");

    public override HistoryRecord Read(SqlRow row, HistoryRelation relation)
    {
        string hash = Required(row, 0, "hash", relation);
        string? name = row.GetString(2);
        string time = name is null ? Required(row, 1, "created_at", relation) : row.GetString(1) ?? "";
        return new HistoryRecord([name is null ? $"when {time}" : $"name {name}", $"second {TimeOf(time) / MillisecondsPerSecond}", $"hash {hash}"], name ?? time)
        {
            Version = time,
            Checksum = hash,
            AppliedAt = MigrationLogRow.ReadTime(row.Values[3]),
        };
    }

    public override IReadOnlyList<string?> KeysOf(Migration migration) =>
    [
        IdentityOf(migration) is { } identity ? $"{(IsFolder(migration) ? "name" : "when")} {identity}" : null,
        StampOf(migration) is { } stamp ? $"second {stamp / MillisecondsPerSecond}" : null,
        $"hash {HashOf(migration)}",
    ];

    public override HistoryStanding Unrecorded(Migration migration, IReadOnlyList<HistoryRecord> records)
    {
        long newest = records.Select(record => TimeOf(record.Version)).Append(long.MinValue).Max();
        return !IsFolder(migration) && IdentityOf(migration) is { } time && TimeOf(time) <= newest ? HistoryStanding.Skipped : HistoryStanding.Pending;
    }

    public override IReadOnlyList<string> Create(HistoryTableName table, string layout) =>
    [
        $"CREATE SCHEMA IF NOT EXISTS {Sql.SqlIdentifier.Quote(table.Schema ?? "drizzle")}",
        $"CREATE TABLE IF NOT EXISTS {table.ToSql()} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint"
            + (layout == Folders ? ", name text, applied_at timestamp with time zone DEFAULT now())" : ")"),
    ];

    public override SqlCommand Insert(HistoryTableName table, Migration migration)
    {
        if (StampOf(migration) is { } stamp)
        {
            return new SqlCommand(
                $"INSERT INTO {table.ToSql()} (hash, created_at, name) VALUES ($1, $2, $3)",
                SqlParameter.Text(HashOf(migration)), SqlParameter.BigInt(stamp), SqlParameter.Text(migration.HistoryKey));
        }

        if (IdentityOf(migration) is not { } identity || IsFolder(migration))
        {
            throw HistoryUnusableException.NoIdentity(table, migration.FileName);
        }

        return new SqlCommand(
            $"INSERT INTO {table.ToSql()} (hash, created_at) VALUES ($1, $2)", SqlParameter.Text(HashOf(migration)), SqlParameter.BigInt(TimeOf(identity)));
    }

    private static bool IsFolder(Migration migration) => migration.Layout == Folders;

    /// <summary>The time in the name of a folder, in milliseconds; what 1.0 finds the rows of 0.x by, which it cuts to whole seconds.</summary>
    private static long? StampOf(Migration migration) =>
        IsFolder(migration) && DateTimeOffset.TryParseExact(
            migration.Version, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds() : null;

    private static string? IdentityOf(Migration migration) => migration.Layout is "Drizzle" or Folders ? migration.HistoryKey : null;

    /// <summary>A converted file is known by the hash of its source, which is the same number where that has LF line ends.</summary>
    private static string HashOf(Migration migration) => SourceNote.Read(migration.Header)?.Checksum ?? ToolChecksums.Sha256(BytesOf(migration));

    private static long TimeOf(string? time) => long.TryParse(time, CultureInfo.InvariantCulture, out long value) ? value : long.MinValue;

    /// <summary>drizzle has no down; without its row it runs the file again, which is what taking it back by hand is for.</summary>
    public override SqlCommand Remove(HistoryTableName table, Migration migration, Migration? previous) => IsFolder(migration)
        ? new SqlCommand($"DELETE FROM {table.ToSql()} WHERE name OPERATOR(pg_catalog.=) $1", SqlParameter.Text(migration.HistoryKey))
        : IdentityOf(migration) is { } identity
            ? new SqlCommand($"DELETE FROM {table.ToSql()} WHERE created_at OPERATOR(pg_catalog.=) $1", SqlParameter.BigInt(TimeOf(identity)))
            : throw HistoryUnusableException.NoIdentity(table, migration.FileName);
}
