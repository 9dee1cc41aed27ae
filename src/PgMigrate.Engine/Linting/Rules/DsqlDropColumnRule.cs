using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column is dropped.</summary>
internal sealed class DsqlDropColumnRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-drop-column",
        Title = "DROP COLUMN before 2026-08-03",
        Triggers = "ALTER TABLE … DROP COLUMN.",
        Effect = "DSQL refused DROP COLUMN until its release of 2026-08-03; it still refuses columns of the primary key.",
        Instead = "Leave the column, or check with a newer -RulesetDate.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: Aurora DSQL release notes.",
        AllowedSince = new DateOnly(2026, 8, 3),
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterTableStatement alter && alter.Actions.FirstOrDefault(action => action.Kind == AlterActionKind.DropColumn) is { } drop)
        {
            context.Report(this, statement, drop.Span, "DSQL drops columns since 2026-08-03 only.");
        }
    }
}
