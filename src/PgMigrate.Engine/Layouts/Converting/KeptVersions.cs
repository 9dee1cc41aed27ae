using System.Globalization;
using System.Numerics;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts.Converting;

/// <summary>The versions of migrations, where a new and empty folder can have them in the same order.</summary>
internal static class KeptVersions
{
    /// <summary>Longest version that every layout takes: a number of 18 digits is a <c>bigint</c>.</summary>
    private const int MaxDigits = 18;

    /// <summary>The versions, as wide as the widest; null when the migrations have to be numbered anew.</summary>
    public static IReadOnlyList<string>? Of(IReadOnlyList<Migration> sources, MigrationSet folder, ConversionOptions options)
    {
        if (options.Renumber || options.NewestOnly || folder.TakenVersions.Count > 0 || sources.Any(source => source.Version.Length is 0 or > MaxDigits || !source.Version.All(char.IsAsciiDigit)))
        {
            return null;
        }

        BigInteger[] numbers = [.. sources.Select(source => BigInteger.Parse(source.Version, CultureInfo.InvariantCulture))];
        bool rising = numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second);
        bool zero = folder.Layout == "Goose" && numbers.Length > 0 && numbers[0].IsZero;

        // Some order their files as text, and one takes numbers of 13 and 17 digits for times: one width is right for all.
        int width = sources.Select(source => source.Version.Length).Append(0).Max();
        return rising && !zero ? [.. sources.Select(source => source.Version.PadLeft(width, '0'))] : null;
    }
}
