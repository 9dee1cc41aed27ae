using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>SET NOT NULL reads the whole table under lock.</summary>
internal sealed class SetNotNullScanRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "set-not-null-scan",
        Title = "SET NOT NULL scans the table under lock",
        Triggers = "ALTER COLUMN … SET NOT NULL, or ADD CONSTRAINT … NOT NULL (PostgreSQL 18) without NOT VALID, on a table that this script did not create, unless a CHECK (column IS NOT NULL) is validated: by an earlier statement, by an earlier migration of the folder, or in the database of -Connection.",
        Effect = "Every row is read while nobody can read or write the table, and the statement fails when a NULL is found.",
        Instead = "ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT in a later migration; then SET NOT NULL, which PostgreSQL 12 and newer take without a scan; then drop the CHECK.",
        Rewrite = "Where it is alone in a migration: adds CHECK (column IS NOT NULL) NOT VALID before it, validates it, and drops it afterwards; the head says -- @transaction: none. Needs review, for the statements can fail one by one. Not with IF EXISTS, ONLY or other actions beside it, nor for names that need quotes.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["adding-not-nullable-field", "alter-column-set-not-null", "change_column_null", "E2", "MF104", "PG303"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is not AlterTableStatement alter || context.Tables.Contains(alter.Table))
        {
            return;
        }

        TableFacts table = context.AlteredTable(alter) ?? new TableFacts(alter.Table.Name, (TableParts?)null);
        for (int at = 0; at < alter.Actions.Count; at++)
        {
            AlterAction action = alter.Actions[at];
            if (ColumnOf(action) is { } column && !table.IsNeverNull(column))
            {
                context.Report(this, statement, action.Span, $"Every row of {alter.Table} is read under lock to see that {column} is never NULL.", rewrite: action.Kind == AlterActionKind.SetNotNull ? NotNullFix.Of(statement, alter, action, context) : null, table: table);
            }

            // What the last one does, no other action sees.
            table = at + 1 < alter.Actions.Count ? TableChange.Apply(table, action, statement) : table;
        }
    }

    private static string? ColumnOf(AlterAction action) => action switch
    {
        { Kind: AlterActionKind.SetNotNull } => action.Name,
        { Constraint: { Kind: TableConstraintKind.NotNull, IsNotValid: false, Columns: [{ } column] } } => column,
        _ => null,
    };
}
