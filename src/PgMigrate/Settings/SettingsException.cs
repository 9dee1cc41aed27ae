using System.Management.Automation;
using PgMigrate.Errors;

namespace PgMigrate.Settings;

/// <summary>A setting that cannot be used.</summary>
internal sealed class SettingsException : Exception
{
    private readonly Func<ErrorRecord> _record;

    private SettingsException(Func<ErrorRecord> record) => _record = record;

    /// <summary>A value is wrong.</summary>
    public static SettingsException Invalid(string name, string source, string reason, string remedy) =>
        new(() => ErrorRecords.InvalidSetting(name, source, reason, remedy));

    /// <summary>The file is wrong.</summary>
    public static SettingsException Unreadable(string path, string reason) => new(() => ErrorRecords.UnreadableSettings(path, reason));

    /// <summary>For the user.</summary>
    public ErrorRecord ToErrorRecord() => _record();
}
