using System.Text;

namespace PgMigrate.Engine.History.Checksums;

/// <summary>Keys of the advisory locks that other tools hold while they migrate.</summary>
internal static class ToolLockKeys
{
    /// <summary>node-pg-migrate: one number everywhere.</summary>
    public const long NodePgMigrate = 7241865325823964;

    /// <summary>Prisma: one number everywhere.</summary>
    public const long Prisma = 72707369;

    /// <summary>goose: CRC-32 of its name.</summary>
    public const long Goose = 4097083626;

    /// <summary>sqitch: one number everywhere.</summary>
    public const long Sqitch = 75474063;

    /// <summary>graphile-migrate: one number everywhere.</summary>
    public const long GraphileMigrate = 4727445306447283;

    /// <summary>Evolve: one number everywhere.</summary>
    public const long Evolve = 12345;

    private const uint GolangSalt = 1486364155;
    private const long SqlxSalt = 0x3d32ad9e;
    private const long RailsSalt = 2053462845;
    private const long FlywaySalt = 77431708279161;

    /// <summary>golang-migrate: CRC-32 of the names with NUL between them, times a number, kept to 32 bits.</summary>
    public static long Golang(string database, params string[] extra) =>
        unchecked(Crc32.Of(string.Join('\0', [.. extra, database])) * GolangSalt);

    /// <summary>Flyway: a number plus Java's hash of the quoted name.</summary>
    public static long Flyway(string schema, string table) => FlywaySalt + JavaHash($"\"{schema}\".\"{table}\"");

    /// <summary>Rails: a number times CRC-32 of the database's name.</summary>
    public static long Rails(string database) => RailsSalt * Crc32.Of(database);

    /// <summary>sqlx: a number times CRC-32 of the database's name.</summary>
    public static long Sqlx(string database) => SqlxSalt * Crc32.Of(database);

    /// <summary>Atlas: FNV-1, 32 bits, of the lock's name.</summary>
    public static long Atlas(string name)
    {
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            hash = unchecked(hash * 16777619) ^ b;
        }

        return hash;
    }

    /// <summary>Java's <c>String.hashCode()</c>, over UTF-16 code units.</summary>
    private static int JavaHash(string text)
    {
        int hash = 0;
        foreach (char c in text)
        {
            hash = unchecked((31 * hash) + c);
        }

        return hash;
    }
}
