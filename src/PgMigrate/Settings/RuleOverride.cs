using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;

namespace PgMigrate.Settings;

/// <summary>What the settings say of lint rules, for all files or for those of some paths.</summary>
internal sealed record RuleOverride
{
    /// <summary>The files it is for; empty for all.</summary>
    public IReadOnlyList<PathPattern> Patterns { get; init; } = [];

    /// <summary>Severities that differ from the rules' own, by id or alias.</summary>
    public IReadOnlyDictionary<string, LintSeverity> Severities { get; init; } = new Dictionary<string, LintSeverity>();

    /// <summary>Rules that are not checked.</summary>
    public IReadOnlyList<string> ExcludedRules { get; init; } = [];

    public SqlTarget? Target { get; init; }

    /// <summary>The oldest server the SQL must run on.</summary>
    public ServerVersion? MinimumServerVersion { get; init; }

    /// <summary>This with another on top: what that says of a rule, the target or the version wins, and what both exclude is excluded.</summary>
    public RuleOverride With(RuleOverride other)
    {
        var severities = new Dictionary<string, LintSeverity>(Severities, StringComparer.OrdinalIgnoreCase);
        foreach ((string rule, LintSeverity severity) in other.Severities)
        {
            // The last one written wins, also where it names a rule by another name.
            severities.Remove(rule);
            severities[rule] = severity;
        }

        return this with
        {
            Severities = severities,
            ExcludedRules = [.. ExcludedRules, .. other.ExcludedRules],
            Target = other.Target ?? Target,
            MinimumServerVersion = other.MinimumServerVersion ?? MinimumServerVersion,
        };
    }
}
