using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table is dropped.</summary>
internal sealed class DropTableRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "drop-table",
        Title = "DROP TABLE",
        Triggers = "DROP TABLE, foreign tables included, of a table that this script did not create.",
        Effect = "All rows are lost for good, and every program that still uses the table fails at once. CASCADE drops views and foreign keys that depend on it, too.",
        Instead = "Rename the table first and drop it some releases later, after a backup.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["ban-drop-table", "DS102"],
        SizeEffect = RuleSizeEffect.Loss,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is not DropStatement { ObjectType: "TABLE" } drop)
        {
            return;
        }

        foreach (TableReference table in drop.Names)
        {
            if (!context.Tables.Contains(table) && !(drop.IfExists && context.Schema.IsMissing(table.Name)))
            {
                string more = drop.IsCascade ? " and all that depends on it" : "";
                context.Report(this, statement, table.Span, $"Table {table} is dropped with its rows{more}.", table: context.Schema.Find(table.Name));
            }
        }
    }
}
