using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A foreign key is checked under lock.</summary>
internal sealed class ForeignKeyNotValidMissingRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "foreign-key-not-valid-missing",
        Title = "ADD FOREIGN KEY without NOT VALID",
        Triggers = "ALTER TABLE … ADD FOREIGN KEY without NOT VALID, or ADD COLUMN … REFERENCES, on a table that this script did not create.",
        Effect = "Every row is looked up while both tables are locked against writes.",
        Instead = "Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration: that takes a lock that blocks nobody.",
        Rewrite = "Adds it NOT VALID. Where it is alone in a migration, VALIDATE CONSTRAINT follows and the head says -- @transaction: none; else a comment says that a later migration has to validate it. Needs review. Not with IF EXISTS or other actions beside it, nor for a column's own REFERENCES. Without a name it gets the one that the server would choose.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["adding-foreign-key-constraint", "constraint-missing-not-valid", "add_foreign_key", "add-constraint-fk-no-not-valid", "add-column-inline-foreign-key", "E1", "PG306"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "SHARE ROW EXCLUSIVE on both tables",
        Notes = "A new column without a default holds NULL in every row, so an inline REFERENCES on it has nothing to check and is not reported.",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Constraint is { Kind: TableConstraintKind.ForeignKey, IsNotValid: false } constraint
            ? $"Checking the foreign key to {constraint.References?.ToString() ?? "the other table"} blocks writes to both tables."
            : action.Column?.Find(ColumnConstraintKind.References) is { References: { } other } && action.Column.Has(ColumnConstraintKind.Default)
                ? $"Checking the foreign key to {other} blocks writes to both tables."
            : null;

    /// <inheritdoc/>
    protected override LintFix? Rewrite(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        NotValidFix.Of(statement, alter, action.Constraint, context);
}
