using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A partial index.</summary>
internal sealed class DsqlPartialIndexRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-partial-index",
        Title = "Partial index before 2026-09-15",
        Triggers = "CREATE INDEX with WHERE.",
        Effect = "DSQL refused partial indexes until its release of 2026-09-15.",
        Instead = "Leave WHERE out, or check with a newer -RulesetDate.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["index_partial"],
        Notes = "Source: Aurora DSQL release notes.",
        AllowedSince = new DateOnly(2026, 9, 15),
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateIndexStatement { IsPartial: true } index)
        {
            context.Report(this, statement, index.Head, "DSQL takes partial indexes since 2026-09-15 only.");
        }
    }
}
