using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column may be NULL from now on.</summary>
internal sealed class DropNotNullRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "drop-not-null",
        Title = "DROP NOT NULL",
        Triggers = "ALTER COLUMN … DROP NOT NULL on a table that this script did not create.",
        Effect = "Programs that read the column and never met NULL may fail.",
        Instead = "Release programs that can take NULL first.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["ban-drop-not-null"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind == AlterActionKind.DropNotNull ? $"Programs that read {alter.Table}.{action.Name} may meet NULL from now on." : null;
}
