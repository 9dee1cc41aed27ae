using System.Collections;
using System.Globalization;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Settings;

/// <summary>Joins the environment (<c>PGMIGRATE_…</c>) and the nearest settings file; the environment wins.</summary>
internal static class SettingsReader
{
    private const string VariablePrefix = "PGMIGRATE_VARIABLE_";
    private const string TargetVariable = "PGMIGRATE_TARGET";
    private const string VersionVariable = "PGMIGRATE_MINIMUM_SERVER_VERSION";

    /// <summary>Keys of a settings file.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        [
            "Path", "Layout", "HistoryTable", "HistoryFormat", "ImmutableThrough", "Target", "LockTimeout", "LockRetry", "LockMode", "StatementTimeout", "SearchPath", "Variables",
            "RuleSeverity", "ExcludeRule", "MinimumServerVersion", "Overrides", "JavaScript", .. ConnectionSettings.Keys,
        ];

    /// <summary>Reads.</summary>
    /// <param name="folder">Where the search for the file starts.</param>
    /// <exception cref="SettingsException">The file or a value cannot be used.</exception>
    public static MigrationSettings Read(string folder)
    {
        (string Path, Hashtable Values)? file = SettingsFile.FindAbove(folder);
        Hashtable values = file?.Values ?? [];
        string source = file?.Path ?? "";
        SquawkSettings? squawk = SquawkSettings.FindAbove(folder)?.Without(
            values.ContainsKey("ExcludeRule"), Find("MinimumServerVersion", VersionVariable).Text is not null, values.ContainsKey("Overrides"));
        SqlTarget? target = GetValue("Target", TargetVariable, (text, from) => ParseTarget("Target", text, from));
        bool targetIsGiven = Environment.GetEnvironmentVariable(TargetVariable) is { Length: > 0 };
        return new MigrationSettings
        {
            SourceFile = file?.Path,
            UnknownKeys = [.. UnknownOf(values, Keys)],
            Path = Get("Path", "PGMIGRATE_PATH", (text, from) => Path.GetFullPath(text, from == source && source.Length > 0 ? Path.GetDirectoryName(source)! : folder)),
            HistoryTable = Get("HistoryTable", "PGMIGRATE_HISTORY_TABLE", ParseTable),
            Layout = Get("Layout", "PGMIGRATE_LAYOUT", (text, _) => text),
            HistoryFormat = Get("HistoryFormat", "PGMIGRATE_HISTORY_FORMAT", (text, _) => text),
            ImmutableThrough = Get("ImmutableThrough", "PGMIGRATE_IMMUTABLE_THROUGH", (text, _) => text),
            Connection = ConnectionSettings.Read(Find, key => values[key] is { } value ? Text(value) : null, source, folder),
            Target = target,
            LockTimeout = GetValue("LockTimeout", "PGMIGRATE_LOCK_TIMEOUT", (text, from) => ParseTime("LockTimeout", text, from)),
            LockRetry = GetValue("LockRetry", "PGMIGRATE_LOCK_RETRY", ParseRetry),
            LockMode = GetValue("LockMode", "PGMIGRATE_LOCK_MODE", ParseLockMode),
            StatementTimeout = GetValue("StatementTimeout", "PGMIGRATE_STATEMENT_TIMEOUT", (text, from) => ParseTime("StatementTimeout", text, from)),
            SearchPath = Get("SearchPath", "PGMIGRATE_SEARCH_PATH", (text, _) => text),
            Variables = ReadVariables(values, source),
            Scripts = ScriptSettings.Read(values["JavaScript"], source),
            Rules = new RuleOverride
            {
                Severities = RuleSettings.ReadSeverities(values["RuleSeverity"], source),
                ExcludedRules = [.. RuleSettings.ReadNames(values["ExcludeRule"]), .. squawk?.ExcludedRules ?? []],
                MinimumServerVersion = GetValue("MinimumServerVersion", VersionVariable, RuleSettings.ReadVersion) ?? squawk?.MinimumServerVersion,
            },

            // The environment is stronger than the file, so also than a path's target in it.
            Overrides =
            [
                .. squawk?.Overrides ?? [],
                .. RuleSettings.ReadOverrides(values["Overrides"], source, text => ParseTarget("Target", text, source) is var found && targetIsGiven ? null : found),
            ],
            Squawk = squawk,
        };

        T? Get<T>(string key, string variable, Func<string, string, T> parse)
            where T : class => Find(key, variable) is var (text, from) && text is not null ? parse(text, from) : null;

        T? GetValue<T>(string key, string variable, Func<string, string, T> parse)
            where T : struct => Find(key, variable) is var (text, from) && text is not null ? parse(text, from) : null;

        (string? Text, string From) Find(string key, string variable) =>
            Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? (set, variable)
            : values[key] is { } value ? (Text(value), source)
            : (null, "");
    }

    /// <summary>Keys of a table of a settings file that mean nothing there.</summary>
    internal static IEnumerable<string> UnknownOf(Hashtable table, IReadOnlyList<string> known) =>
        table.Keys.Cast<object>().Select(Text).Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase));

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static HistoryTableName ParseTable(string text, string source)
    {
        try
        {
            return HistoryTableName.Parse(text);
        }
        catch (FormatException error)
        {
            throw SettingsException.Invalid("HistoryTable", source, "is no table name.", error.Message);
        }
    }

    /// <summary>A kind of database.</summary>
    internal static SqlTarget ParseTarget(string name, string text, string source) =>
        Enum.TryParse(text, ignoreCase: true, out SqlTarget target) && Enum.IsDefined(target)
            ? target
            : throw SettingsException.Invalid(name, source, $"is '{text}'.", $"Write one of {string.Join(", ", Enum.GetNames<SqlTarget>())}.");

    private static RunLockMode ParseLockMode(string text, string source) =>
        Enum.TryParse(text, ignoreCase: true, out RunLockMode mode) && Enum.IsDefined(mode)
            ? mode
            : throw SettingsException.Invalid("LockMode", source, $"is '{text}'.", $"Write one of {string.Join(", ", Enum.GetNames<RunLockMode>())}.");

    private static int ParseRetry(string text, string source) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= 1000
            ? count
            : throw SettingsException.Invalid("LockRetry", source, $"is '{text}'.", "Write a whole number from 0 to 1000.");

    /// <summary>A time with its unit.</summary>
    internal static TimeSpan ParseTime(string name, string text, string source) =>
        Duration.TryParse(text, out TimeSpan time)
            ? time
            : throw SettingsException.Invalid(name, source, $"is '{text}', which is no time.", "Write seconds, or a number with its unit: 500ms, 30s, 5min, 2h.");

    private static Dictionary<string, string> ReadVariables(Hashtable values, string source)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (values["Variables"] is { } found)
        {
            if (found is not Hashtable table)
            {
                throw SettingsException.Invalid("Variables", source, "is no table.", "Write Variables = @{ name = 'value' }.");
            }

            foreach (DictionaryEntry entry in table)
            {
                variables[Text(entry.Key)] = Text(entry.Value ?? "");
            }
        }

        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (Text(entry.Key) is var name && name.StartsWith(VariablePrefix, StringComparison.Ordinal) && name.Length > VariablePrefix.Length)
            {
                variables[name[VariablePrefix.Length..]] = Text(entry.Value ?? "");
            }
        }

        return variables;
    }
}
