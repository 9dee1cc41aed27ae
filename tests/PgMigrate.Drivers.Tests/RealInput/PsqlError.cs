using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Drivers.Tests.RealInput;

/// <summary>Where psql stopped.</summary>
/// <param name="Line">The line on which the failing statement ends.</param>
/// <param name="SqlState">Its SQLSTATE.</param>
internal sealed partial record PsqlError(int Line, string SqlState)
{
    /// <summary>Reads what psql wrote; a NOTICE before the error looks the same but for its first word.</summary>
    public static PsqlError Parse(string output)
    {
        Match match = Pattern().Match(output);
        Assert.True(match.Success, $"psql failed otherwise: {output}");
        return new PsqlError(int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture), match.Groups["state"].Value);
    }

    [GeneratedRegex(@"^psql:<stdin>:(?<line>[0-9]+): (ERROR|FATAL|PANIC): +(?<state>[0-9A-Z]{5})\s*$", RegexOptions.Multiline)]
    private static partial Regex Pattern();
}
