using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A statement may run for ever.</summary>
internal sealed class MissingStatementTimeoutRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "missing-statement-timeout",
        Title = "No statement_timeout before a strong lock",
        Triggers = "The first statement that takes SHARE or a stronger lock on a table that was there before, with no SET statement_timeout other than 0 before it and no -- @timeout in the head.",
        Effect = "A statement that turns out slow holds its lock until somebody notices.",
        Instead = "Write -- @timeout: 5min in the head, SET statement_timeout, or run with Invoke-Migration -StatementTimeout.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["require-statement-timeout", "require-timeout-settings"],
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        bool limited = context.Options.HasStatementTimeout || context.Migration?.Header.Timeout is not null;
        var tables = new ScriptTables(context.Options.Schema);
        foreach (LintStatement statement in context.Statements)
        {
            if (statement.Parsed is SetStatement { Name: "statement_timeout" } set)
            {
                limited = TimeoutSetting.IsLimit(set);
            }
            else if (!limited && TableLocks.Of(statement.Parsed, tables) >= LockMode.Share)
            {
                context.Report(this, statement, statement.Parsed.Head, "This holds its lock for as long as it runs, without limit.");
                return;
            }

            tables.Observe(statement);
        }
    }
}
