using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An exclusion constraint is added.</summary>
internal sealed class ExclusionConstraintRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "exclusion-constraint",
        Title = "ADD EXCLUDE cannot be done online",
        Triggers = "ALTER TABLE … ADD CONSTRAINT … EXCLUDE on a table that this script did not create.",
        Effect = "The index is built while nobody can read or write the table; there is no form that does it in the background.",
        Instead = "Add it when the table is small or at a quiet time, with a short lock_timeout.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["add_exclusion_constraint", "add-constraint-exclude", "E8"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Constraint?.Kind == TableConstraintKind.Exclude ? $"The exclusion constraint builds its index while {alter.Table} is locked." : null;
}
