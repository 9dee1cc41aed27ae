using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A new column that must have a value and has none.</summary>
internal sealed class ColumnNotNullNoDefaultRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "column-not-null-no-default",
        Title = "ADD COLUMN NOT NULL without a default",
        Triggers = "ADD COLUMN with NOT NULL or PRIMARY KEY and no DEFAULT, identity, serial type or generated value, on a table that this script did not create.",
        Effect = "Every row that exists would hold NULL, so the statement fails with 23502 on a table with rows. On an empty table it works, which is why tests do not find it.",
        Instead = "Add a DEFAULT, or add the column without NOT NULL, fill it in batches, and set NOT NULL in a later migration.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["adding-required-field", "add-column-not-null-no-default", "MF103"],
        SizeEffect = RuleSizeEffect.Loss,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is not AlterTableStatement alter || context.Tables.Contains(alter.Table))
        {
            return;
        }

        TableFacts? table = context.AlteredTable(alter);
        foreach (AlterAction action in alter.Actions)
        {
            if (!NoEffect.Of(action, table) && action.Column is { } column && IsRequired(column) && !HasValue(column, statement))
            {
                context.Report(this, statement, column.Span, $"Column {column.Name} is NOT NULL and has no default: this fails when {alter.Table} has rows.", table: table);
            }
        }
    }

    private static bool IsRequired(ColumnDefinition column) =>
        column.Has(ColumnConstraintKind.NotNull) || column.Has(ColumnConstraintKind.PrimaryKey);

    private static bool HasValue(ColumnDefinition column, LintStatement statement) => column.Type.IsSerial
        || column.Has(ColumnConstraintKind.Identity) || column.Has(ColumnConstraintKind.GeneratedStored) || column.Has(ColumnConstraintKind.GeneratedVirtual)
        || (column.Find(ColumnConstraintKind.Default)?.Expression is { } value && !statement.Words(value).Equals("NULL", StringComparison.OrdinalIgnoreCase));
}
