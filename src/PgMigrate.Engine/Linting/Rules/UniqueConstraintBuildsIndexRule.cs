using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A unique constraint builds its index under lock.</summary>
internal sealed class UniqueConstraintBuildsIndexRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "unique-constraint-builds-index",
        Title = "ADD UNIQUE builds its index under lock",
        Triggers = "ALTER TABLE … ADD UNIQUE (…) or ADD COLUMN … UNIQUE, on a table that this script did not create, without USING INDEX.",
        Effect = "The index is built while nobody can read or write the table, and the statement fails when duplicates are there.",
        Instead = "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … UNIQUE USING INDEX.",
        Rewrite = "Builds the index CONCURRENTLY first and lets the constraint take it over. Needs review, for two statements can fail one by one. Not with IF EXISTS or other actions beside it, with index options, nor for a column's own UNIQUE.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["disallowed-unique-constraint", "add_unique_constraint", "add-constraint-unique", "E7", "PG105", "MF101"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Constraint is { Kind: TableConstraintKind.Unique, UsingIndex: null } constraint
            ? $"UNIQUE ({string.Join(", ", constraint.Columns)}) builds its index while {alter.Table} is locked."
            : action.Column?.Has(ColumnConstraintKind.Unique) == true ? $"UNIQUE on new column {action.Name} builds its index while {alter.Table} is locked."
            : null;

    /// <inheritdoc/>
    protected override LintFix? Rewrite(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        UsingIndexFix.Concurrently(statement, alter, action.Constraint, context);
}
