using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table has no primary key.</summary>
internal sealed class TableWithoutPrimaryKeyRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "table-without-primary-key",
        Title = "CREATE TABLE without a primary key",
        Triggers = "CREATE TABLE without a primary key that is no temporary, foreign or partition table, is not made from a query, and gets none later in the file.",
        Effect = "Rows cannot be told apart, logical replication cannot update them, and tools that page through the table cannot.",
        Instead = "Add a primary key.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["RG15"],
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        foreach (LintStatement statement in context.Statements)
        {
            if (statement.Parsed is CreateTableStatement { IsTemporary: false, IsForeign: false, IsFromQuery: false, PartitionOf: null, Inherits: null, Columns.Count: > 0 } table && !HasKey(table) && !context.Lookup.GetsKey(table.Table.Name))
            {
                context.Report(this, statement, table.Table.Span, $"Table {table.Table} has no primary key.");
            }
        }
    }

    private static bool HasKey(CreateTableStatement table) =>
        table.Columns.Any(column => column.Has(ColumnConstraintKind.PrimaryKey)) || table.Constraints.Any(constraint => constraint.Kind == TableConstraintKind.PrimaryKey);
}
