using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>The script cannot be read to its end.</summary>
internal sealed class UnterminatedInputRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "unterminated-input",
        Title = "The script cannot be read to its end",
        Triggers = "A quote, dollar quote, comment, parenthesis, BEGIN ATOMIC body or COPY data that is not closed, a psql backslash command, or a NUL character. Statements before the place are still checked.",
        Effect = "Nothing of the migration can be run: where a statement ends is not known.",
        Instead = "Close what is open at the marked place.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["syntax-error"],
        Scope = RuleScope.File,
        AppliesToUndo = true,
        IsRequired = true,
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        if (context.SyntaxError is { } error)
        {
            string fix = error.Error == SqlSyntaxError.PsqlCommand ? "Remove the psql command; its effect belongs into SQL or into a variable." : Metadata.Instead;
            context.Report(this, error.Offset, Math.Min(1, context.Script.Text.Length - error.Offset), error.Message, fix);
        }
    }
}
