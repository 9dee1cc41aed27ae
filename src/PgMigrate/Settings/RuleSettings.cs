using System.Collections;
using System.Globalization;
using PgMigrate.Engine.Linting;

namespace PgMigrate.Settings;

/// <summary>Reads what a settings file says of lint rules.</summary>
internal static class RuleSettings
{
    /// <summary><c>RuleSeverity = @{ 'drop-table' = 'Error' }</c>.</summary>
    /// <exception cref="SettingsException">It is no table, or a value is no severity.</exception>
    public static IReadOnlyDictionary<string, LintSeverity> ReadSeverities(object? value, string source)
    {
        var severities = new Dictionary<string, LintSeverity>(StringComparer.OrdinalIgnoreCase);
        if (value is null)
        {
            return severities;
        }

        if (value is not Hashtable table)
        {
            throw SettingsException.Invalid("RuleSeverity", source, "is no table.", "Write RuleSeverity = @{ 'drop-table' = 'Error' }.");
        }

        foreach (DictionaryEntry entry in table)
        {
            severities[Text(entry.Key)] = Enum.TryParse(Text(entry.Value), ignoreCase: true, out LintSeverity severity) && Enum.IsDefined(severity)
                ? severity
                : throw SettingsException.Invalid(
                    "RuleSeverity", source, $"has '{Text(entry.Value)}' for {Text(entry.Key)}.", $"Write one of {string.Join(", ", Enum.GetNames<LintSeverity>())}.");
        }

        return severities;
    }

    /// <summary><c>ExcludeRule = 'missing-undo', 'drop-table'</c>.</summary>
    public static IReadOnlyList<string> ReadNames(object? value) =>
        value is IEnumerable names and not string ? [.. names.Cast<object?>().Select(Text)] : value is null ? [] : [Text(value)];

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
