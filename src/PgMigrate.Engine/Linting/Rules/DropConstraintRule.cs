using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A constraint is dropped.</summary>
internal sealed class DropConstraintRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "drop-constraint",
        Title = "DROP CONSTRAINT",
        Triggers = "ALTER TABLE … DROP CONSTRAINT on a table that this script did not create.",
        Effect = "Wrong data is taken from then on, and the constraint may not come back without a clean-up. Dropping a primary key or a unique constraint drops its index, and queries slow down.",
        Instead = "Drop it once no program relies on it; add its successor first.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["CD101"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind == AlterActionKind.DropConstraint ? $"What {action.Name} kept out of {alter.Table} is taken from now on." : null;
}
