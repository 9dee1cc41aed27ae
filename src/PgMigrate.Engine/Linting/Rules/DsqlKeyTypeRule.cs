using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A key holds a column whose type DSQL takes in no key.</summary>
internal sealed class DsqlKeyTypeRule : LintRule
{
    private static readonly HashSet<string> Refused = ["json", "jsonb", "bytea"];

    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-key-type",
        Title = "json, jsonb or bytea in a key",
        Triggers = "PRIMARY KEY, UNIQUE or an index with a column of type json, jsonb or bytea; the type is known of tables that the same script creates.",
        Effect = "DSQL refuses with 0A000: \"datatype … is not supported in a key\".",
        Instead = "Index an expression that gives text, such as (data ->> 'name'), or a column of another type.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: measurements that AWS publishes with its agent plug-ins, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        switch (statement.Parsed)
        {
            case CreateTableStatement { IsTemporary: false } table:
                foreach (ColumnDefinition column in table.Columns)
                {
                    ColumnConstraint? key = column.Find(ColumnConstraintKind.PrimaryKey) ?? column.Find(ColumnConstraintKind.Unique);
                    Report(statement, context, table, key?.Span ?? default, key is null ? [] : [column.Name]);
                }

                foreach (TableConstraint constraint in table.Constraints.Where(constraint => constraint.Kind is TableConstraintKind.PrimaryKey or TableConstraintKind.Unique))
                {
                    Report(statement, context, table, constraint.Span, constraint.Columns);
                }

                break;
            case CreateIndexStatement index when context.Lookup.TableOf(index.Table.Name, statement.Index) is { } made:
                Report(statement, context, made, index.KeyList, index.Keys);
                break;
        }
    }

    private void Report(LintStatement statement, LintContext context, CreateTableStatement table, TextSpan span, IReadOnlyList<string> columns)
    {
        foreach (string name in columns)
        {
            if (table.Columns.FirstOrDefault(column => column.Name == name) is { Type: { IsArray: false } type } && Refused.Contains(type.Name))
            {
                context.Report(this, statement, span, $"DSQL takes no {type} in a key: {name}.");
            }
        }
    }
}
