using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A foreign key has no index on its own side.</summary>
internal sealed class ForeignKeyWithoutIndexRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "foreign-key-without-index",
        Title = "Foreign key without an index",
        Triggers = "A foreign key in CREATE TABLE or ADD CONSTRAINT whose first column leads no index, primary key or unique constraint that the same file makes, that an earlier migration of the folder made, or that the database of -Connection has.",
        Effect = "Deleting or updating a row of the other table reads this whole table, and joins over the key are slow.",
        Instead = "CREATE INDEX on the column, concurrently on a table with rows. An index that is there already: suppress with its name as the reason.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["fk-missing-index", "add_reference", "E15"],
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        // Most statements make neither.
        LintStatement[] makers = [.. context.Statements.Where(statement => statement.Parsed is CreateTableStatement or AlterTableStatement or CreateIndexStatement)];
        HashSet<(string, string)> indexed = [.. makers.SelectMany(LeadingColumns)];
        foreach (LintStatement statement in makers)
        {
            foreach ((ObjectName table, string column, TextSpan span) in ForeignKeys(statement.Parsed))
            {
                if (!indexed.Contains((table.Name, column)) && context.Schema.Find(table)?.IsIndexed(column) != true)
                {
                    context.Report(this, statement, span, $"Foreign key column {column} of {table.Name} has no index{(context.Schema.Find(table)?.IsLive == true ? "" : " in this file")}.");
                }
            }
        }
    }

    private static IEnumerable<(ObjectName Table, string Column, TextSpan Span)> ForeignKeys(ParsedStatement statement)
    {
        (ObjectName table, IEnumerable<ColumnDefinition> columns, IEnumerable<TableConstraint> constraints) = Parts(statement);
        return columns.Where(column => column.Has(ColumnConstraintKind.References)).Select(column => (table, column.Name, column.Span))
            .Concat(constraints.Where(constraint => constraint is { Kind: TableConstraintKind.ForeignKey, Columns.Count: > 0 }).Select(constraint => (table, constraint.Columns[0], constraint.Span)));
    }

    private static IEnumerable<(string Table, string Column)> LeadingColumns(LintStatement statement)
    {
        if (statement.Parsed is CreateIndexStatement { Keys.Count: > 0 } index)
        {
            return [(index.Table.Name.Name, index.Keys[0])];
        }

        (ObjectName table, IEnumerable<ColumnDefinition> columns, IEnumerable<TableConstraint> constraints) = Parts(statement.Parsed);
        return columns.Where(column => column.Has(ColumnConstraintKind.PrimaryKey) || column.Has(ColumnConstraintKind.Unique)).Select(column => (table.Name, column.Name))
            .Concat(constraints.Where(constraint => constraint is { Kind: TableConstraintKind.PrimaryKey or TableConstraintKind.Unique, Columns.Count: > 0 }).Select(constraint => (table.Name, constraint.Columns[0])));
    }

    private static (ObjectName Table, IEnumerable<ColumnDefinition> Columns, IEnumerable<TableConstraint> Constraints) Parts(ParsedStatement statement) => statement switch
    {
        CreateTableStatement table => (table.Table.Name, table.Columns, table.Constraints),
        AlterTableStatement alter => (alter.Table.Name,
            alter.Actions.Where(action => action.Column is not null).Select(action => action.Column!),
            alter.Actions.Where(action => action.Constraint is not null).Select(action => action.Constraint!)),
        _ => (new ObjectName(null, ""), [], []),
    };
}
