using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column is renamed.</summary>
internal sealed class RenameColumnRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "rename-column",
        Title = "RENAME COLUMN",
        Triggers = "ALTER TABLE … RENAME COLUMN on a table that this script did not create.",
        Effect = "Programs that run during the release use the old name and fail at once.",
        Instead = "Add a new column, write both, move readers, then drop the old one; or give programs a view.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["renaming-column", "rename_column", "BC102"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind == AlterActionKind.RenameColumn ? $"Programs that use {alter.Table}.{action.Name} fail once it is called {action.NewName}." : null;
}
