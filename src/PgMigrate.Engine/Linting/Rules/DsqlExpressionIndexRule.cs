using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index on an expression.</summary>
internal sealed class DsqlExpressionIndexRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-expression-index",
        Title = "Expression index before 2026-08-13",
        Triggers = "CREATE INDEX on an expression.",
        Effect = "DSQL refused expression indexes until its release of 2026-08-13.",
        Instead = "Index a column, or check with a newer -RulesetDate.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["index_expression"],
        Notes = "Source: Aurora DSQL release notes.",
        AllowedSince = new DateOnly(2026, 8, 13),
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateIndexStatement index && index.Keys.Contains("?"))
        {
            context.Report(this, statement, index.KeyList, "DSQL takes indexes on expressions since 2026-08-13 only.");
        }
    }
}
