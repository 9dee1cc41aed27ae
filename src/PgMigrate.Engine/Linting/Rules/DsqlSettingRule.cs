using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A setting that DSQL refuses.</summary>
internal sealed class DsqlSettingRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-setting",
        Title = "SET of a setting that DSQL refuses",
        Triggers = "SET of anything but application_name, client_encoding, datestyle, extra_float_digits, intervalstyle, timezone, search_path and the planner's enable_… settings.",
        Effect = "DSQL refuses with 0A000: \"setting configuration parameter … not supported\".",
        Instead = "Leave it out: DSQL takes no locks that need a time limit.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: the list that AWS's pgdump-proxy lets through, of 2026.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is SetStatement set && !Taken.Contains(set.Name) && !set.Name.StartsWith("enable_", StringComparison.Ordinal) && !set.Name.StartsWith("dsql.", StringComparison.Ordinal))
        {
            context.Report(this, statement, set.Head, $"DSQL does not set {set.Name}.");
        }
    }

    private static readonly HashSet<string> Taken =
        ["application_name", "client_encoding", "datestyle", "extra_float_digits", "intervalstyle", "timezone", "search_path", "disable_sync_create_index"];
}
