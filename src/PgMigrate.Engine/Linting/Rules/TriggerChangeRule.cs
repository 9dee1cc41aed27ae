using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A trigger of a busy table is changed.</summary>
internal sealed class TriggerChangeRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "trigger-change",
        Title = "Trigger DDL locks its table",
        Triggers = "CREATE TRIGGER, DROP TRIGGER and ENABLE or DISABLE TRIGGER on a table that this script did not create.",
        Effect = "Writers wait for the lock, and from then on every write runs other code.",
        Instead = "Set a lock_timeout, and keep the statement in a migration of its own.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["create-trigger", "drop-trigger", "enable-disable-trigger"],
        Lock = "SHARE ROW EXCLUSIVE; DROP TRIGGER: ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        TableReference? table = statement.Parsed switch
        {
            CreateStatement { ObjectType: "TRIGGER" } created => created.Table,
            DropStatement { ObjectType: "TRIGGER" } dropped => dropped.Table,
            AlterTableStatement alter when alter.Actions.Any(action => action.Kind == AlterActionKind.SwitchTrigger) => alter.Table,
            _ => null,
        };
        if (table is { } found && !context.Tables.Contains(found))
        {
            context.Report(this, statement, statement.Parsed.Head, $"Writers of {found} wait for this, and run other code after it.");
        }
    }
}
