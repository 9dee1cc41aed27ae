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
        HashSet<(string, string)> indexed = LeadingColumns(context.Statements);
        foreach (LintStatement statement in context.Statements)
        {
            (ObjectName table, IReadOnlyList<ColumnDefinition> columns, IReadOnlyList<TableConstraint> constraints) = Parts(statement.Parsed);
            foreach (ColumnDefinition column in columns)
            {
                if (column.Has(ColumnConstraintKind.References))
                {
                    Check(context, statement, table, column.Name, column.Span, indexed);
                }
            }

            foreach (TableConstraint constraint in constraints)
            {
                if (constraint is { Kind: TableConstraintKind.ForeignKey, Columns: [var first, ..] })
                {
                    Check(context, statement, table, first, constraint.Span, indexed);
                }
            }
        }
    }

    private void Check(LintContext context, LintStatement statement, ObjectName table, string column, TextSpan span, HashSet<(string, string)> indexed)
    {
        if (!indexed.Contains((table.Name, column)) && context.Schema.Find(table) is var known && known?.IsIndexed(column) != true)
        {
            context.Report(this, statement, span, $"Foreign key column {column} of {table.Name} has no index{(known?.IsLive == true ? "" : " in this file")}.");
        }
    }

    private static HashSet<(string Table, string Column)> LeadingColumns(IReadOnlyList<LintStatement> statements)
    {
        var found = new HashSet<(string, string)>();
        foreach (LintStatement statement in statements)
        {
            if (statement.Parsed is CreateIndexStatement { Keys: [var leading, ..] } index)
            {
                found.Add((index.Table.Name.Name, leading));
            }

            (ObjectName table, IReadOnlyList<ColumnDefinition> columns, IReadOnlyList<TableConstraint> constraints) = Parts(statement.Parsed);
            foreach (ColumnDefinition column in columns)
            {
                if (column.Has(ColumnConstraintKind.PrimaryKey) || column.Has(ColumnConstraintKind.Unique))
                {
                    found.Add((table.Name, column.Name));
                }
            }

            foreach (TableConstraint constraint in constraints)
            {
                if (constraint is { Kind: TableConstraintKind.PrimaryKey or TableConstraintKind.Unique, Columns: [var first, ..] })
                {
                    found.Add((table.Name, first));
                }
            }
        }

        return found;
    }

    private static (ObjectName Table, IReadOnlyList<ColumnDefinition> Columns, IReadOnlyList<TableConstraint> Constraints) Parts(ParsedStatement statement) => statement switch
    {
        CreateTableStatement table => (table.Table.Name, table.Columns, table.Constraints),
        AlterTableStatement alter => (alter.Table.Name, alter.Actions.Select(action => action.Column).OfType<ColumnDefinition>().ToArray(), alter.Actions.Select(action => action.Constraint).OfType<TableConstraint>().ToArray()),
        _ => (default, [], []),
    };
}
