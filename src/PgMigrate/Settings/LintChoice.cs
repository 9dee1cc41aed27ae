using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;

namespace PgMigrate.Settings;

/// <summary>What is checked, from settings and parameters.</summary>
internal static class LintChoice
{
    /// <summary>The options of a check.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="path">Full path of the file that is checked, for the settings of its path; null for a text of no file.</param>
    /// <param name="asked">The kind of database a parameter names, before all settings; null when none does.</param>
    /// <param name="connected">The kind of database that is connected, after all settings; null when none is.</param>
    /// <param name="rule">Rules to check; null or empty for all.</param>
    /// <param name="excludeRule">Rules to leave out beside those of the settings.</param>
    public static LintOptions Of(
        MigrationSettings settings, string? path, SqlTarget? asked, SqlTarget? connected, string[]? rule = null, string[]? excludeRule = null)
    {
        RuleOverride file = settings.OverrideFor(path);
        return new LintOptions
        {
            Target = TargetOf(settings, asked ?? file.Target, connected),
            Rules = rule ?? [],
            ExcludedRules = [.. file.ExcludedRules, .. excludeRule ?? []],
            Severities = file.Severities,
            MinimumServerVersion = file.MinimumServerVersion,
            HasLockTimeout = settings.LockTimeout is not null,
            HasStatementTimeout = settings.StatementTimeout is not null,
        };
    }

    /// <summary>What SQL is for.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="asked">The kind of database that a parameter or the settings of a file name, before all other settings; null when none does.</param>
    /// <param name="connected">The kind of database that is connected, after all settings; null when none is.</param>
    public static SqlTarget TargetOf(MigrationSettings settings, SqlTarget? asked, SqlTarget? connected) =>
        asked ?? settings.Target ?? connected ?? settings.Connection?.Kind ?? SqlTarget.PostgreSql;
}
