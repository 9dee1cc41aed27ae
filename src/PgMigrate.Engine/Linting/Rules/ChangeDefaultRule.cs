using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A default is changed.</summary>
internal sealed class ChangeDefaultRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "change-default",
        Title = "ALTER COLUMN SET or DROP DEFAULT",
        Triggers = "ALTER COLUMN … SET DEFAULT and DROP DEFAULT on a table that this script did not create and in which it did not add the column.",
        Effect = "Rows that are there keep their values. Programs that leave the column out get another value, or NULL, from then on.",
        Instead = "Make sure that every program that inserts was looked at.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["change_column_default"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind is AlterActionKind.SetDefault or AlterActionKind.DropDefault && !ColumnsAdded.Has(context, statement, alter.Table.Name, action.Name)
            ? $"New rows of {alter.Table} get another {action.Name} than before." : null;
}
