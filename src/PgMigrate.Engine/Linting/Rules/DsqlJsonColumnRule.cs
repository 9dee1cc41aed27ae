using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A json or jsonb column.</summary>
internal sealed class DsqlJsonColumnRule : ColumnRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-json-column",
        Title = "json or jsonb column before 2026-06-05",
        Triggers = "A column of type json or jsonb.",
        Effect = "DSQL stored no json until 2026-05-12 and no jsonb until 2026-06-05.",
        Instead = "Store it as text, or check with a newer -RulesetDate.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: Aurora DSQL document history; json came on 2026-05-12.",
        AllowedSince = new DateOnly(2026, 6, 5),
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        foreach (ColumnDefinition column in ColumnsOf(statement))
        {
            if (column.Type.Name is "json" or "jsonb")
            {
                context.Report(this, statement, column.Type.Span, $"DSQL stores {column.Type} since 2026 only.");
            }
        }
    }
}
