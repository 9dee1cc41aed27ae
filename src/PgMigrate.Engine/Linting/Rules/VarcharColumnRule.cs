using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column of type varchar(n).</summary>
internal sealed class VarcharColumnRule : ColumnRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "varchar-column",
        Title = "Column of type varchar(n)",
        Triggers = "A column of type character varying with a length, new or changed to it.",
        Effect = "A longer limit is a change of type later; text has the same speed and size.",
        Instead = "Use text with a CHECK on its length, which can be changed NOT VALID.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["prefer-text-field"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        foreach (ColumnDefinition column in ColumnsOf(statement))
        {
            if (column.Type is { Name: "character varying", Arguments.Length: > 0 })
            {
                context.Report(this, statement, column.Type.Span, $"Column {column.Name} is limited to {column.Type.Arguments} characters by its type; a CHECK on text is easier to change.");
            }
        }
    }
}
