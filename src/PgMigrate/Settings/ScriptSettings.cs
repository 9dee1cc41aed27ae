using System.Collections;
using System.Globalization;

namespace PgMigrate.Settings;

/// <summary>How a settings file wants migrations in JavaScript to be run; null where it is silent.</summary>
internal sealed record ScriptSettings
{
    private const string Name = "JavaScript";

    private static readonly string[] Keys = ["NodePath", "Decamelize", "EnvironmentVariables", "ScriptTimeout", "TotalTimeout", "MemoryLimit"];

    /// <summary>Full path of the <c>node</c> program.</summary>
    public string? NodePath { get; init; }

    public bool Decamelize { get; init; }

    /// <summary>Names of the variables that scripts see.</summary>
    public IReadOnlyList<string> EnvironmentVariables { get; init; } = [];

    public TimeSpan? ScriptTimeout { get; init; }

    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>MB.</summary>
    public int? MemoryLimit { get; init; }

    /// <summary><c>JavaScript = @{ Decamelize = $true; EnvironmentVariables = 'DB_SCHEMA' }</c>.</summary>
    /// <param name="value">The value of the key.</param>
    /// <param name="source">The settings file; its folder is the one that a path counts from.</param>
    /// <exception cref="SettingsException">It is no table, has another key, or a value cannot be used.</exception>
    public static ScriptSettings Read(object? value, string source)
    {
        if (value is null)
        {
            return new ScriptSettings();
        }

        if (value is not Hashtable table)
        {
            throw Wrong("is no table.");
        }

        if (SettingsReader.UnknownOf(table, Keys).FirstOrDefault() is { } unknown)
        {
            throw Wrong($"has '{unknown}'.");
        }

        return new ScriptSettings
        {
            NodePath = table["NodePath"] is { } path ? Path.GetFullPath(Text(path), Path.GetDirectoryName(source)!) : null,
            Decamelize = table["Decamelize"] is { } flag && (flag as bool? ?? throw Wrong($"has '{Text(flag)}' for Decamelize.")),
            EnvironmentVariables = RuleSettings.ReadNames(table["EnvironmentVariables"]),
            ScriptTimeout = Time("ScriptTimeout"),
            TotalTimeout = Time("TotalTimeout"),
            MemoryLimit = table["MemoryLimit"] is { } limit ? ReadLimit(Text(limit)) : null,
        };

        TimeSpan? Time(string key) => table[key] is { } time ? SettingsReader.ParseTime($"{Name}.{key}", Text(time), source) : null;

        int ReadLimit(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int megabytes) && megabytes is >= 32 and <= 65_536
            ? megabytes : throw SettingsException.Invalid($"{Name}.MemoryLimit", source, $"is '{text}'.", "Write megabytes, from 32 to 65536.");

        SettingsException Wrong(string reason) => SettingsException.Invalid(
            Name, source, reason, $"Write {Name} = @{{ Decamelize = $true; EnvironmentVariables = 'DB_SCHEMA' }}; the keys are {string.Join(", ", Keys)}.");
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
