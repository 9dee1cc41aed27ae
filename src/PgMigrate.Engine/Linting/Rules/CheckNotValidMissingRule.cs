using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A CHECK is checked under lock.</summary>
internal sealed class CheckNotValidMissingRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "check-not-valid-missing",
        Title = "ADD CHECK without NOT VALID",
        Triggers = "ALTER TABLE … ADD CHECK without NOT VALID on a table that this script did not create.",
        Effect = "Every row is read while nobody can read or write the table.",
        Instead = "Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration: that takes a lock that blocks nobody.",
        Rewrite = "Adds it NOT VALID. Where it is alone in a migration, VALIDATE CONSTRAINT follows and the head says -- @transaction: none; else a comment says that a later migration has to validate it. Needs review. Not with IF EXISTS or other actions beside it, nor without a name.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["constraint-missing-not-valid", "add_check_constraint", "add-constraint-check-no-not-valid", "E1", "PG305"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Constraint is { Kind: TableConstraintKind.Check, IsNotValid: false } ? $"Checking every row blocks reads and writes of {alter.Table}." : null;

    /// <inheritdoc/>
    protected override LintFix? Rewrite(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        NotValidFix.Of(statement, alter, action.Constraint, context);
}
