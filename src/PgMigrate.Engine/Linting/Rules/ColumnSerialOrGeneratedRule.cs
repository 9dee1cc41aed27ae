using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A new column whose values are written at once.</summary>
internal sealed class ColumnSerialOrGeneratedRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "column-serial-or-generated",
        Title = "ADD COLUMN serial, identity or GENERATED STORED",
        Triggers = "ADD COLUMN with a serial type, an identity or GENERATED ALWAYS AS (…) STORED, on a table that this script did not create.",
        Effect = "Every row gets a value, so the whole table is rewritten while nobody can read or write it.",
        Instead = "Add a plain column, fill it in batches, then attach the sequence or set the default.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["adding-serial-primary-key-field", "adding-field-with-default", "add_column_auto_incrementing", "add_column_generated_stored", "add-column-serial", "add-column-stored-generated", "E11"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Column is { } column && (column.Type.IsSerial || column.Has(ColumnConstraintKind.Identity) || column.Has(ColumnConstraintKind.GeneratedStored))
            ? $"Column {action.Name} gets a value in every row, so {alter.Table} is rewritten under lock." : null;
}
