using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table is emptied by TRUNCATE.</summary>
internal sealed class DsqlTruncateRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-truncate",
        Title = "TRUNCATE",
        Triggers = "TRUNCATE.",
        Effect = "DSQL refuses with 0A000: \"unsupported statement: Truncate\".",
        Instead = "DELETE in batches of at most 3,000 rows.",
        Rewrite = "Writes one DELETE for each table. Needs review: it is bound by 3,000 rows a transaction. Not with CASCADE or RESTART IDENTITY.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        ChecksRoutines = true,
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10. dsql-lint calls it truncate, too.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is TruncateStatement truncate)
        {
            context.Report(this, statement, truncate.Head, "DSQL knows no TRUNCATE.", rewrite: DsqlFixes.Delete(statement, truncate, context));
        }
    }
}
