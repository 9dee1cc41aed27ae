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
        Triggers = "A column that stands twice in the column list of an INSERT or COPY, among the assignments of an UPDATE, or among the columns that a CREATE TABLE or an ALTER TABLE makes.",
        Effect = "PostgreSQL refuses the statement with 42701 (duplicate column) or 42601.",
        Instead = "Remove one of them.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["ban-duplicate-column-assignments"],
        ChecksRoutines = true,
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        switch (statement.Parsed)
        {
            case DataChangeStatement { Columns.Count: > 1 } change when Twice(change.Columns) is { } name:
                context.Report(this, statement, change.Table.Span, $"Column {name} of {change.Table} is given twice.");
                break;
            case CreateTableStatement { Columns.Count: > 1 } table when Twice(table.Columns.Select(column => column.Name)) is { } name:
                context.Report(this, statement, table.Table.Span, $"Column {name} of {table.Table} is given twice.");
                break;
            case AlterTableStatement { Actions.Count: > 1 } alter when Twice(Added(alter)) is { } name:
                context.Report(this, statement, alter.Table.Span, $"Column {name} of {alter.Table} is given twice.");
                break;
        }
    }

    /// <summary>A second ADD COLUMN IF NOT EXISTS of a name does nothing and is no error.</summary>
    private static IEnumerable<string> Added(AlterTableStatement alter) =>
        alter.Actions.Where(action => action is { Kind: AlterActionKind.AddColumn, IsGuarded: false }).Select(action => action.Name);

    private static string? Twice(IEnumerable<string> columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return columns.FirstOrDefault(column => column != "?" && !seen.Add(column));
    }
}
