using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column is named twice.</summary>
internal sealed class DuplicateAssignmentRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "duplicate-assignment",
        Title = "Column named twice",
        Triggers = "A column that stands twice in the column list of an INSERT or among the assignments of an UPDATE.",
        Effect = "PostgreSQL refuses the statement with 42701 (duplicate column) or 42601.",
        Instead = "Remove one of them.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["ban-duplicate-column-assignments"],
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DataChangeStatement { Columns.Count: > 1 } change
            && change.Columns.Where(column => column != "?").GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            context.Report(this, statement, change.Table.Span, $"Column {twice.Key} of {change.Table} is given twice.");
        }
    }
}
