using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column is dropped.</summary>
internal sealed class DropColumnRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "drop-column",
        Title = "DROP COLUMN",
        Triggers = "ALTER TABLE … DROP COLUMN on a table that this script did not create.",
        Effect = "The column's data is lost for good, and every program that still reads or writes the column fails at once. Indexes and constraints that use the column go with it; CASCADE takes views, too.",
        Instead = "First release programs that no longer use the column; drop it in a later migration, after a backup of what it holds.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["ban-drop-column", "remove_column", "DS103"],
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
            if (action.Kind == AlterActionKind.DropColumn && !NoEffect.Of(action, table))
            {
                string more = action.IsCascade ? " and all that depends on it" : "";
                context.Report(this, statement, action.Span, $"Column {action.Name} of {alter.Table} is dropped with its data{more}.", table: table);
            }
        }
    }
}
