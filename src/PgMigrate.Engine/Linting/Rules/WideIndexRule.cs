using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index of many columns.</summary>
internal sealed class WideIndexRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "wide-index",
        Title = "Index of more than three columns",
        Triggers = "CREATE INDEX, not UNIQUE, on more than three columns.",
        Effect = "Such an index is large, slows writes, and seldom serves more than its first columns.",
        Instead = "Index the columns that select best; add others with INCLUDE if a query needs them only to read.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["add_index_columns"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateIndexStatement { IsUnique: false, Keys.Count: > 3 } index)
        {
            context.Report(this, statement, index.KeyList, $"This index has {index.Keys.Count} columns.");
        }
    }
}
