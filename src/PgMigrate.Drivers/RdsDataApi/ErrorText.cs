using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>
/// Takes the service's text of a database error apart: <c>ERROR: relation "x" does not exist; Position: 15; SQLState: 42P01</c>.
/// Any part may be missing; some answers say no more than <c>Database returned SQL Exception</c>.
/// </summary>
internal sealed partial record ErrorText(string Message, string? SqlState, string? Detail, string? Hint, int? Position)
{
    public static ErrorText Read(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        string rest = text;
        for (Match match = LastPart().Match(rest); match.Success; match = LastPart().Match(rest))
        {
            parts.TryAdd(match.Groups[1].Value, match.Groups[2].Value.Trim());
            rest = rest[..match.Index];
        }

        return new ErrorText(
            rest.StartsWith("ERROR: ", StringComparison.Ordinal) ? rest["ERROR: ".Length..].Trim() : rest.Trim(),
            parts.GetValueOrDefault("SQLState") is { } state && SqlStateForm().IsMatch(state) ? state : null,
            parts.GetValueOrDefault("Detail"),
            parts.GetValueOrDefault("Hint"),
            int.TryParse(parts.GetValueOrDefault("Position"), NumberStyles.None, CultureInfo.InvariantCulture, out int at) && at > 0 ? at : null);
    }

    [GeneratedRegex(@"(?:;|\n)\s*(Detail|Hint|Position|Where|SQLState):\s((?:(?!(?:;|\n)\s*(?:Detail|Hint|Position|Where|SQLState):\s).)*)\z",
        RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex LastPart();

    [GeneratedRegex(@"\A[0-9A-Z]{5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SqlStateForm();
}
