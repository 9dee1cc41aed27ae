using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;

namespace PgMigrate.Settings;

/// <summary>What is checked, from settings and parameters.</summary>
internal static class LintChoice
{
    /// <summary>The options of a check.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="target">The kind of database; null is PostgreSQL.</param>
    /// <param name="rule">Rules to check; null or empty for all.</param>
    /// <param name="excludeRule">Rules to leave out beside those of the settings.</param>
    public static LintOptions Of(MigrationSettings settings, SqlTarget? target, string[]? rule = null, string[]? excludeRule = null) => new()
    {
        Target = target ?? SqlTarget.PostgreSql,
        Rules = rule ?? [],
        ExcludedRules = [.. settings.ExcludedRules, .. excludeRule ?? []],
        Severities = settings.RuleSeverity,
        HasLockTimeout = settings.LockTimeout is not null,
        HasStatementTimeout = settings.StatementTimeout is not null,
    };
}
