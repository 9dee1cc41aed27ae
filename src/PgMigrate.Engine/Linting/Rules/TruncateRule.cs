using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table is emptied.</summary>
internal sealed class TruncateRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "truncate",
        Title = "TRUNCATE",
        Triggers = "TRUNCATE of a table that this script did not create.",
        Effect = "All rows are lost for good, readers wait, and ON DELETE triggers do not fire. With CASCADE, tables that refer to it are emptied as well, although the statement does not name them.",
        Instead = "DELETE the rows you mean, in batches; without CASCADE, name every table that is to be emptied.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["ban-truncate-cascade", "truncate-cascade"],
        SizeEffect = RuleSizeEffect.Loss,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is not TruncateStatement truncate)
        {
            return;
        }

        foreach (TableReference table in truncate.Tables)
        {
            if (!context.Tables.Contains(table))
            {
                string more = truncate.IsCascade ? ", and so is every table that refers to it" : "";
                context.Report(this, statement, table.Span, $"Table {table} is emptied{more}.", table: context.Schema.Find(table.Name));
            }
        }
    }
}
