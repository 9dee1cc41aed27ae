using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column is changed in a way that DSQL refuses.</summary>
internal sealed class DsqlAlterColumnRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-alter-column",
        Title = "ALTER COLUMN TYPE or SET NOT NULL",
        Triggers = "ALTER COLUMN … TYPE and SET NOT NULL.",
        Effect = "DSQL refuses with 0A000: \"unsupported ALTER TABLE ALTER COLUMN ... statement\".",
        Instead = "For NOT NULL, ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID and validate it; for a type, make a new column or table and copy in batches.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["at_unsupported_alter_column_set_type", "at_unsupported_alter_column_set_not_null"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterTableStatement alter)
        {
            foreach (AlterAction action in alter.Actions.Where(action => action.Kind is AlterActionKind.AlterType or AlterActionKind.SetNotNull))
            {
                context.Report(this, statement, action.Span, action.Kind == AlterActionKind.AlterType ? $"DSQL does not change the type of {action.Name}." : $"DSQL does not set {action.Name} NOT NULL.");
            }
        }
    }
}
