using System.Globalization;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>How large a table is, partitions included.</summary>
/// <param name="Rows">
/// The planner's estimate: rows a page when the table was last analyzed times the pages it has now. Null when it never was.
/// </param>
/// <param name="Bytes">Size of its rows on disk, indexes and TOAST left out; null when it could not be read.</param>
public readonly record struct TableSize(long? Rows, long? Bytes)
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>True when there is not a single row.</summary>
    public bool IsEmpty => Bytes == 0;

    /// <summary>For people: <c>about 1,200,000 rows, 310 MB</c>.</summary>
    public override string ToString() => IsEmpty ? "no rows"
        : string.Join(", ", new[] { Rows is { } rows ? $"about {rows.ToString("N0", CultureInfo.InvariantCulture)} rows" : "rows not counted yet", Bytes is { } bytes ? Scaled(bytes) : null }.OfType<string>());

    private static string Scaled(long bytes)
    {
        double shown = bytes;
        int unit = 0;
        for (; shown >= 1024 && unit < Units.Length - 1; unit++)
        {
            shown /= 1024;
        }

        return $"{Math.Floor(shown).ToString("0", CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
