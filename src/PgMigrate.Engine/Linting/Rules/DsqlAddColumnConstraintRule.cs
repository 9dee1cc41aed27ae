using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column is added with more than its type.</summary>
internal sealed class DsqlAddColumnConstraintRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-add-column-constraint",
        Title = "ADD COLUMN with a constraint or default",
        Triggers = "ADD COLUMN with NOT NULL, DEFAULT, CHECK, UNIQUE, PRIMARY KEY, REFERENCES, an identity or a generated value.",
        Effect = "DSQL refuses with 0A000: \"ALTER TABLE ADD COLUMN with constraint not supported\".",
        Instead = "ADD COLUMN with its type alone; then ALTER COLUMN SET DEFAULT, an UPDATE in batches, and ADD CONSTRAINT … CHECK … NOT VALID.",
        Rewrite = "For a DEFAULT, with or without NOT NULL: adds the column with its type alone, then sets the default; a comment says how to fill the rows there are and how to get NOT NULL. Needs review. Not with other constraints or other actions beside it.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["add_column_constraint"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterTableStatement alter)
        {
            foreach (AlterAction action in alter.Actions.Where(action => action.Column?.Constraints.Any(constraint => constraint.Kind is not ColumnConstraintKind.Null and not ColumnConstraintKind.Other) == true))
            {
                context.Report(this, statement, action.Column!.Constraints[0].Span, $"DSQL adds {action.Name} with its type alone.", rewrite: AddColumnFix.ForDsql(statement, alter, context));
            }
        }
    }
}
