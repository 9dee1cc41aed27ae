using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>SET NOT NULL reads the whole table under lock.</summary>
internal sealed class SetNotNullScanRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "set-not-null-scan",
        Title = "SET NOT NULL scans the table under lock",
        Triggers = "ALTER COLUMN … SET NOT NULL, or ADD CONSTRAINT … NOT NULL (PostgreSQL 18) without NOT VALID, on a table that this script did not create, unless an earlier statement validated CHECK (column IS NOT NULL) on it.",
        Effect = "Every row is read while nobody can read or write the table, and the statement fails when a NULL is found.",
        Instead = "ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT in a later migration; then SET NOT NULL, which PostgreSQL 12 and newer take without a scan; then drop the CHECK.",
        Rewrite = "Where it is alone in a migration: adds CHECK (column IS NOT NULL) NOT VALID before it, validates it, and drops it afterwards; the head says -- @transaction: none. Needs review, for the statements can fail one by one. Not with IF EXISTS, ONLY or other actions beside it, nor for names that need quotes.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["adding-not-nullable-field", "alter-column-set-not-null", "change_column_null", "E2", "MF104", "PG303"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        var checks = new Dictionary<(ObjectName, string), string>();
        var proven = new HashSet<(ObjectName, string)>();
        foreach (LintStatement statement in context.Statements)
        {
            if (statement.Parsed is not AlterTableStatement alter)
            {
                continue;
            }

            foreach (AlterAction action in alter.Actions)
            {
                if (action.Constraint is { Kind: TableConstraintKind.Check, Name: { } name, Expression: { } expression } constraint && ColumnOf(statement, expression) is { } column)
                {
                    checks[(alter.Table.Name, name)] = column;
                    _ = !constraint.IsNotValid && proven.Add((alter.Table.Name, column));
                }
                else if (action.Kind == AlterActionKind.ValidateConstraint && checks.TryGetValue((alter.Table.Name, action.Name), out string? validated))
                {
                    proven.Add((alter.Table.Name, validated));
                }
                else if (action.Constraint is { Kind: TableConstraintKind.NotNull, IsNotValid: false, Columns: [{ } checkedColumn] }
                    && !proven.Contains((alter.Table.Name, checkedColumn)) && !context.Tables.Contains(alter.Table))
                {
                    context.Report(this, statement, action.Span, $"Every row of {alter.Table} is read under lock to see that {checkedColumn} is never NULL.");
                }
                else if (action.Kind == AlterActionKind.SetNotNull && !proven.Contains((alter.Table.Name, action.Name)) && !context.Tables.Contains(alter.Table))
                {
                    context.Report(this, statement, action.Span, $"Every row of {alter.Table} is read under lock to see that {action.Name} is never NULL.", rewrite: NotNullFix.Of(statement, alter, action, context));
                }
            }
        }
    }

    /// <summary>The column of <c>(column IS NOT NULL)</c>, or null for any other expression.</summary>
    private static string? ColumnOf(LintStatement statement, TextSpan expression)
    {
        var reader = new StatementReader(statement.Words(expression));
        while (reader.Accept(SqlTokenKind.LeftParenthesis))
        {
        }

        return ObjectName.TryRead(ref reader, out ObjectName column) && reader.Accept("IS", "NOT", "NULL") && reader.Accept(SqlTokenKind.RightParenthesis)
            ? column.Name : null;
    }
}
