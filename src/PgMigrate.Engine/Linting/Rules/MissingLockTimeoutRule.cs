using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A statement may wait for its lock for ever.</summary>
internal sealed class MissingLockTimeoutRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "missing-lock-timeout",
        Title = "No lock_timeout before a strong lock",
        Triggers = "The first statement that takes SHARE or a stronger lock on a table that was there before, with no SET lock_timeout before it; also SET lock_timeout to 0.",
        Effect = "The statement waits for every transaction on the table to end, and everybody else waits behind it: a long report stops the whole application.",
        Instead = "SET lock_timeout = '5s', or run with Invoke-Migration -LockTimeout 5, which sets it for every migration.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["require-lock-timeout", "require-timeout-settings", "lock-timeout-zero", "E9"],
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        bool limited = context.Options.HasLockTimeout;
        var tables = new ScriptTables(context.Options.Schema);
        foreach (LintStatement statement in context.Statements)
        {
            if (statement.Parsed is SetStatement { Name: "lock_timeout" } set)
            {
                limited = TimeoutSetting.IsLimit(set);
                if (!limited)
                {
                    context.Report(this, statement, set.Head, "lock_timeout is switched off.");
                }
            }
            else if (!limited && TableLocks.Of(statement.Parsed, tables) is >= LockMode.Share and var held)
            {
                context.Report(this, statement, statement.Parsed.Head, $"This waits for its lock ({held.ToSql()}) without limit, and others wait behind it.");
                return;
            }

            tables.Observe(statement);
        }
    }
}
