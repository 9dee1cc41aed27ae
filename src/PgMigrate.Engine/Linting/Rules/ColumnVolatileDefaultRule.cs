using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A new column with a default that must be computed for each row.</summary>
internal sealed class ColumnVolatileDefaultRule : AlterActionRule
{
    /// <summary>The first version that keeps a constant default in the catalog for the rows that are there (release notes of 11).</summary>
    private const int FirstWithStoredDefault = 110000;

    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "column-volatile-default",
        Title = "ADD COLUMN with a volatile default",
        Triggers = "ADD COLUMN with a DEFAULT that calls random(), gen_random_uuid(), uuid_generate_v4(), clock_timestamp(), timeofday(), nextval() or another function that is not known to be stable, on a table that this script did not create; any default where the database of -Connection is older than PostgreSQL 11.",
        Effect = "The whole table is rewritten while nobody can read or write it. A constant, now() or current_timestamp is kept in the catalog and costs nothing (PostgreSQL 11 and newer).",
        Instead = "Add the column without a default, set the default for new rows, and fill the old ones in batches.",
        Rewrite = "Adds the column with its type alone, then sets the default for new rows; a comment says how a later migration fills the rows there are and gets NOT NULL. Needs review. Not with other constraints or other actions beside it.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["adding-field-with-default", "add_column_default", "add_column_default_callable", "add-column-non-constant-default", "PG302"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Column?.Find(ColumnConstraintKind.Default)?.Expression is not { } value ? null
        : DefaultExpression.VolatileCall(statement.Words(value)) is { } call ? $"{call} gives each row its own value for {action.Name}, so {alter.Table} is rewritten under lock."
        : context.Schema.ServerVersion < FirstWithStoredDefault && !statement.Words(value).Equals("NULL", StringComparison.OrdinalIgnoreCase)
            ? $"Before PostgreSQL 11 the default of {action.Name} is written into each row, so {alter.Table} is rewritten under lock."
        : null;

    /// <inheritdoc/>
    protected override LintFix? Rewrite(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) => AddColumnFix.ForPostgres(statement, alter, context);
}
