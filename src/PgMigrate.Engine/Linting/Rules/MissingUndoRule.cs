namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A migration that nobody can take back.</summary>
internal sealed class MissingUndoRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "missing-undo",
        Title = "There is no way back",
        Triggers = "A migration without an -- @undo section and without a twin file (.down.sql, -rollback.sql). Bare SQL text and initial set-up files do not count.",
        Effect = "When the migration turns out wrong, somebody has to write the way back in a hurry.",
        Instead = "Add an -- @undo section, or say why there is none: -- @ignore: missing-undo reason.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = [],
        Scope = RuleScope.File,
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        if (context.Migration is { UndoScript: null, IsInitialSetup: false } && context.Statements.Count > 0)
        {
            context.Report(this, context.Statements[0].Statement.Start, 0, "The migration has no undo section.");
        }
    }
}
