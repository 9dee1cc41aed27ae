using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column of type char(n).</summary>
internal sealed class CharColumnRule : ColumnRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "char-column",
        Title = "Column of type char(n)",
        Triggers = "A column of type character(n), char(n) or bpchar(n), also without a length, new or changed to it.",
        Effect = "Values are padded with blanks, which take space and surprise comparisons.",
        Instead = "Use text, with a CHECK on its length if that matters.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["ban-char-field"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        foreach (ColumnDefinition column in ColumnsOf(statement))
        {
            if (column.Type.Name == "character")
            {
                context.Report(this, statement, column.Type.Span, $"Column {column.Name} is padded with blanks; text is not.");
            }
        }
    }
}
