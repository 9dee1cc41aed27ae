using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A constraint is validated in the foreground.</summary>
internal sealed class DsqlValidateNotAsyncRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-validate-not-async",
        Title = "VALIDATE CONSTRAINT without ASYNC",
        Triggers = "ALTER TABLE … VALIDATE CONSTRAINT without ASYNC.",
        Effect = "DSQL refuses with 0A000: \"unsupported ALTER TABLE VALIDATE CONSTRAINT statement\".",
        Instead = "Write ALTER TABLE ASYNC … VALIDATE CONSTRAINT; the run waits for the job.",
        Rewrite = "Adds ASYNC. Safe. Not with IF EXISTS, ONLY or other actions beside it.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["validate_constraint_async"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterTableStatement { IsAsync: false } alter && alter.Actions.FirstOrDefault(action => action.Kind == AlterActionKind.ValidateConstraint) is { } validate)
        {
            context.Report(this, statement, validate.Span, $"DSQL validates {validate.Name} with ALTER TABLE ASYNC alone.", rewrite: DsqlFixes.ValidateAsync(statement, alter));
        }
    }
}
