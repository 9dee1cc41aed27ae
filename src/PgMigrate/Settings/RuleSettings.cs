using System.Collections;
using System.Globalization;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;

namespace PgMigrate.Settings;

/// <summary>Reads what a settings file says of lint rules.</summary>
internal static class RuleSettings
{
    private static readonly string[] OverrideKeys = ["Path", "RuleSeverity", "ExcludeRule", "Target", "MinimumServerVersion"];

    /// <summary><c>Overrides = @{ Path = 'seed/*.sql'; ExcludeRule = 'missing-undo' }, @{ … }</c>.</summary>
    /// <param name="value">The value of the key.</param>
    /// <param name="source">The settings file; its folder is the one that paths count from.</param>
    /// <param name="readTarget">Reads the name of a target.</param>
    /// <exception cref="SettingsException">One is no table, has no path or another key, or a value cannot be used.</exception>
    public static IReadOnlyList<RuleOverride> ReadOverrides(object? value, string source, Func<string, SqlTarget?> readTarget)
    {
        object?[] items = value is null ? [] : value is IEnumerable many and not (string or IDictionary) ? [.. many.Cast<object?>()] : [value];
        return [.. items.Select(item => Read(item as Hashtable ?? throw Wrong("has an item that is no table.")))];

        RuleOverride Read(Hashtable table)
        {
            IReadOnlyList<string> paths = ReadNames(table["Path"]);
            if (paths.Count == 0)
            {
                throw Wrong("has an item without Path.");
            }

            if (SettingsReader.UnknownOf(table, OverrideKeys).FirstOrDefault() is { } unknown)
            {
                throw Wrong($"has an item with '{unknown}'.");
            }

            return new RuleOverride
            {
                Patterns = [.. paths.Select(path => new PathPattern(path, Path.GetDirectoryName(source)!))],
                Severities = ReadSeverities(table["RuleSeverity"], source),
                ExcludedRules = ReadNames(table["ExcludeRule"]),
                Target = table["Target"] is { } target ? readTarget(Text(target)) : null,
                MinimumServerVersion = table["MinimumServerVersion"] is { } version ? ReadVersion(Text(version), source) : null,
            };
        }

        SettingsException Wrong(string reason) => SettingsException.Invalid(
            "Overrides", source, reason, $"Write Overrides = @{{ Path = 'seed/*.sql'; ExcludeRule = 'missing-undo' }}; the keys are {string.Join(", ", OverrideKeys)}.");
    }

    /// <summary><c>MinimumServerVersion = '14'</c>.</summary>
    /// <exception cref="SettingsException">It is no version.</exception>
    public static ServerVersion ReadVersion(string text, string source) => ServerVersion.TryParse(text, out ServerVersion version)
        ? version
        : throw SettingsException.Invalid("MinimumServerVersion", source, $"is '{text}'.", "Write a version of PostgreSQL: '14', or '14.3' where the minor one matters.");

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
