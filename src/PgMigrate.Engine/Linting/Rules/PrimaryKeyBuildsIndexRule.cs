using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A primary key builds its index under lock.</summary>
internal sealed class PrimaryKeyBuildsIndexRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "primary-key-builds-index",
        Title = "ADD PRIMARY KEY builds its index under lock",
        Triggers = "ALTER TABLE … ADD PRIMARY KEY (…) without USING INDEX, or ADD COLUMN … PRIMARY KEY, on a table that this script did not create.",
        Effect = "The index is built, and the columns are scanned for NULL, while nobody can read or write the table.",
        Instead = "CREATE UNIQUE INDEX CONCURRENTLY, make the columns NOT NULL, then ADD CONSTRAINT … PRIMARY KEY USING INDEX.",
        Rewrite = "Builds the index CONCURRENTLY first and lets the key take it over. Needs review, for two statements can fail one by one. Not with IF EXISTS or other actions beside it, with index options, nor for a column's own PRIMARY KEY. Columns that may be NULL are still scanned.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["adding-serial-primary-key-field", "add-pk-without-using-index", "PG104"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Constraint is { Kind: TableConstraintKind.PrimaryKey, UsingIndex: null } || action.Column?.Has(ColumnConstraintKind.PrimaryKey) == true
            ? $"The primary key builds its index while {alter.Table} is locked." : null;

    /// <inheritdoc/>
    protected override LintFix? Rewrite(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        UsingIndexFix.Concurrently(statement, alter, action.Constraint, context);
}
