using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A primary key, or a column of one, is dropped.</summary>
internal sealed class DsqlDropKeyRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-drop-key",
        Title = "DROP of a primary key or its column",
        Triggers = "DROP CONSTRAINT of a primary key and DROP COLUMN of one of its columns. The key is known by the name that the server gives it (…_pkey), and of tables that the same script creates.",
        Effect = "DSQL refuses with 0A000: \"cannot drop primary key column …\"; rows are stored by their key.",
        Instead = "Create a new table with the key that is wanted, copy the rows in ranges of the key, and rename.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: answers of real clusters; that of DROP CONSTRAINT was seen in 2026-07, before other constraints could be dropped.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is not AlterTableStatement alter)
        {
            return;
        }

        CreateTableStatement? made = context.Lookup.TableOf(alter.Table.Name, statement.Index);
        foreach (AlterAction action in alter.Actions)
        {
            bool drops = action.Kind switch
            {
                AlterActionKind.DropConstraint => action.Name == (NameOfKey(made) ?? $"{alter.Table.Name.Name}_pkey"),
                AlterActionKind.DropColumn => made is not null && KeyOf(made).Contains(action.Name),
                _ => false,
            };
            if (drops)
            {
                context.Report(this, statement, action.Span, $"DSQL keeps the primary key of {alter.Table}.");
            }
        }
    }

    private static string? NameOfKey(CreateTableStatement? table) => table is null ? null
        : table.Constraints.FirstOrDefault(constraint => constraint.Kind == TableConstraintKind.PrimaryKey)?.Name
            ?? table.Columns.Select(column => column.Find(ColumnConstraintKind.PrimaryKey)?.Name).FirstOrDefault(name => name is not null);

    private static IEnumerable<string> KeyOf(CreateTableStatement table) =>
        table.Columns.Where(column => column.Has(ColumnConstraintKind.PrimaryKey)).Select(column => column.Name)
            .Concat(table.Constraints.Where(constraint => constraint.Kind == TableConstraintKind.PrimaryKey).SelectMany(constraint => constraint.Columns));
}
