namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A migration without a statement.</summary>
internal sealed class EmptyMigrationRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "empty-migration",
        Title = "The migration has no statement",
        Triggers = "A file in which nothing but blanks, comments and an undo section is found.",
        Effect = "It is recorded as applied, and what is written into it later is never run.",
        Instead = "Write its statements, or delete the file before somebody applies it.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = [],
        Scope = RuleScope.File,
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        if (context.Statements.Count == 0 && context.SyntaxError is null)
        {
            context.Report(this, 0, 0, "The migration has no statement.");
        }
    }
}
