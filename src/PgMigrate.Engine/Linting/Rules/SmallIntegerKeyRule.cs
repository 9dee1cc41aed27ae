using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A key of a small integer type.</summary>
internal sealed class SmallIntegerKeyRule : ColumnRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "small-integer-key",
        Title = "Key of type integer or smallint",
        Triggers = "A primary key of one column, an identity or serial column of type integer, smallint, serial or smallserial.",
        Effect = "The key runs out after 2,147,483,647 (32,767) numbers, counting those of failed inserts, and widening it rewrites the table under lock.",
        Instead = "Use bigint.",
        Rewrite = "Makes it bigint. Needs review: columns that refer to it and programs that read it must follow.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["prefer-bigint-over-int", "prefer-bigint-over-smallint"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        foreach (ColumnDefinition column in ColumnsOf(statement))
        {
            if (column.Type.Name is "serial" or "smallserial" || (column.Type.Name is "integer" or "smallint" && IsKey(column, statement.Parsed)))
            {
                context.Report(this, statement, column.Type.Span, $"Key {column.Name} is {column.Type} and may run out of numbers.", rewrite: TypeFixes.ToBigint(statement, column));
            }
        }
    }
    private static bool IsKey(ColumnDefinition column, ParsedStatement statement) =>
        column.Has(ColumnConstraintKind.PrimaryKey) || column.Has(ColumnConstraintKind.Identity)
        || (statement is CreateTableStatement table && table.Constraints.Any(constraint => constraint is { Kind: TableConstraintKind.PrimaryKey, Columns: [var only] } && only == column.Name));
}
