using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column of type json.</summary>
internal sealed class JsonColumnRule : ColumnRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "json-column",
        Title = "Column of type json",
        Triggers = "A column of type json, new or changed to it.",
        Effect = "json has no equality: SELECT DISTINCT, GROUP BY and UNION over the column fail, and it keeps no index worth having.",
        Instead = "Use jsonb, unless the text must be kept as it was written.",
        Rewrite = "Makes it jsonb. Needs review: jsonb keeps neither blanks nor the order of keys nor a key that comes twice.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["add_column_json", "add-column-json", "E3"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        foreach (ColumnDefinition column in ColumnsOf(statement))
        {
            if (column.Type.Name == "json")
            {
                context.Report(this, statement, column.Type.Span, $"Column {column.Name} is json, which cannot be compared; jsonb can.", rewrite: TypeFixes.ToJsonb(statement, column));
            }
        }
    }
}
