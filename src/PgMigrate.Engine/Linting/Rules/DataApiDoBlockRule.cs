using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>DO on the Data API.</summary>
internal sealed class DataApiDoBlockRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "data-api-do-block",
        Title = "DO block on the RDS Data API",
        Triggers = "A DO statement, whatever its quoting.",
        Effect = "The runners that people have for the Data API cut a DO block at the semicolons inside it and send fragments, which fail half-way. A block also runs as one call, so its work is bound by the 45 second limit.",
        Instead = "Write plain statements with IF NOT EXISTS or IF EXISTS, or run this migration over a PostgreSQL connection.",
        Targets = [SqlTarget.RdsDataApi],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Evidence: no AWS page says that the service refuses DO or dollar quotes; the failures that are known come from splitters that cut bodies. Where your runner sends a statement whole, as this one does, "
            + "allow it with -- @ignore: data-api-do-block and a reason, with -ExcludeRule, or by RuleSeverity = @{ 'data-api-do-block' = 'Warning' } in pgmigrate.psd1.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DoStatement block)
        {
            context.Report(this, statement, block.Head, "A DO block is not safe over the Data API.");
        }
    }
}
