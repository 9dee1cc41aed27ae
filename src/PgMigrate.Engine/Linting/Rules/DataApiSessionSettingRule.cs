using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A session setting on the Data API.</summary>
internal sealed class DataApiSessionSettingRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "data-api-session-setting",
        Title = "SET without LOCAL on the RDS Data API",
        Triggers = "SET and RESET without LOCAL.",
        Effect = "Every call may run on another session, so the setting is gone with the call or the transaction.",
        Instead = "Write SET LOCAL, which holds for the migration's transaction, or qualify names instead of setting search_path.",
        Targets = [SqlTarget.RdsDataApi],
        DefaultSeverity = LintSeverity.Warning,
        Aliases = [],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is SetStatement { IsLocal: false } set)
        {
            context.Report(this, statement, set.Head, $"The setting of {set.Name} does not outlive its call over the Data API.");
        }
    }
}
