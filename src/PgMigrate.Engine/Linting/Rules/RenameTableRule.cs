using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table is renamed.</summary>
internal sealed class RenameTableRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "rename-table",
        Title = "RENAME TABLE",
        Triggers = "ALTER TABLE … RENAME TO or SET SCHEMA on a table that this script did not create, unless the script then makes a view of the old name.",
        Effect = "Programs that run during the release use the old name and fail at once.",
        Instead = "Make a view of the old name in the same migration, or a new table that programs move to.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["renaming-table", "rename_table", "BC101"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind is AlterActionKind.Rename or AlterActionKind.SetSchema && !HasView(context, statement, alter.Table.Name)
            ? $"Programs that use {alter.Table} fail once it is gone from its old name." : null;

    private static bool HasView(LintContext context, LintStatement statement, ObjectName old) =>
        context.Lookup.HasViewAfter(old.Name, statement.Index);
}
