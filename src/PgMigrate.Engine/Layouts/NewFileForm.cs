using System.Globalization;
using System.Numerics;

namespace PgMigrate.Engine.Layouts;

/// <summary>How the files of a new migration look in another tool's layout: what they are called and what stands around the SQL.</summary>
/// <param name="Layout">The layout's name.</param>
/// <param name="UpName">File that applies it; <c>{0}</c> is the version, <c>{1}</c> the name.</param>
/// <param name="UndoName">File that takes it back, or null when both are one file.</param>
/// <param name="UpText">Its text; <c>{0}</c> is what applies it, <c>{1}</c> what takes it back.</param>
/// <param name="FirstVersion">Version of the first file in an empty folder: a form of time, or a number.</param>
internal sealed record NewFileForm(string Layout, string UpName, string? UndoName, string UpText, string FirstVersion)
{
    private const string Stamp = "yyyyMMddHHmmss";
    private const string DieselStamp = "yyyy-MM-dd-HHmmss";
    private const string Milliseconds = "ms";

    private static readonly NewFileForm[] Forms =
    [
        new("Dbmate", "{0}_{1}.sql", null, "-- migrate:up\n{0}\n\n-- migrate:down\n{1}\n", Stamp),
        new("Goose", "{0}_{1}.sql", null, "-- +goose Up\n-- +goose StatementBegin\n{0}\n-- +goose StatementEnd\n\n-- +goose Down\n-- +goose StatementBegin\n{1}\n-- +goose StatementEnd\n", Stamp),
        new("NodePgMigrate", "{0}_{1}.sql", null, "-- Up Migration\n{0}\n\n-- Down Migration\n{1}\n", Milliseconds),
        new("GolangMigrate", "{0}_{1}.up.sql", "{0}_{1}.down.sql", "{0}\n", "000001"),
        new("Sqlx", "{0}_{1}.up.sql", "{0}_{1}.down.sql", "{0}\n", Stamp),
        new("Diesel", "{0}_{1}/up.sql", "{0}_{1}/down.sql", "{0}\n", DieselStamp),
        new("Flyway", "V{0}__{1}.sql", "U{0}__{1}.sql", "{0}\n", "1"),
    ];

    /// <summary>The form of a layout; null for our own.</summary>
    /// <exception cref="NotSupportedException">Files of that layout are written by its own tool only.</exception>
    public static NewFileForm? Of(string layout) => layout switch
    {
        "Native" or "Manifest" => null,
        "Drizzle" or "DrizzleFolders" => throw new NotSupportedException("drizzle-kit generate writes its files together with a snapshot of the schema; let it write this one too (drizzle-kit generate --custom)."),
        "Prisma" => throw new NotSupportedException("prisma migrate dev writes its files from the schema; let it write this one too (prisma migrate dev --create-only)."),
        _ => Forms.FirstOrDefault(form => form.Layout == layout) ?? throw new NotSupportedException($"New files of the layout {layout} are not written here."),
    };

    /// <summary>The next version: in the folder's own form, a time or the next number.</summary>
    /// <param name="folder">The folder as it is now.</param>
    /// <param name="now">The time.</param>
    public string NextVersion(MigrationSet folder, DateTimeOffset now)
    {
        string? last = folder.TakenVersions.Where(taken => taken.Length > 0 && taken.All(char.IsAsciiDigit))
            .MaxBy(taken => BigInteger.Parse(taken, CultureInfo.InvariantCulture));
        if (last is null)
        {
            return FirstVersion.All(char.IsAsciiDigit) ? FirstVersion : Write(FirstVersion, now);
        }

        bool hyphens = Layout == "Diesel" && folder.Migrations.LastOrDefault()?.FileName.StartsWith(last, StringComparison.Ordinal) == false;
        string? form = last.Length switch
        {
            14 => hyphens ? DieselStamp : Stamp,
            17 when Layout == "NodePgMigrate" => "yyyyMMddHHmmssfff",
            13 when Layout == "NodePgMigrate" => Milliseconds,
            _ => null,
        };

        // A clock that is behind the last file would put the new one before it.
        string? time = form is null ? null : Write(form, now);
        BigInteger next = BigInteger.Parse(last, CultureInfo.InvariantCulture) + 1;
        return time is not null && BigInteger.Parse(time.Replace("-", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) >= next
            ? time : next.ToString(CultureInfo.InvariantCulture).PadLeft(last.Length, '0');
    }

    private static string Write(string form, DateTimeOffset now) => form == Milliseconds
        ? now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
        : now.UtcDateTime.ToString(form, CultureInfo.InvariantCulture);
}
