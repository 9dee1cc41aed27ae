using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A default is changed.</summary>
internal sealed class DsqlAlterDefaultRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-alter-default",
        Title = "SET DEFAULT, DROP DEFAULT or DROP NOT NULL before 2026-07-20",
        Triggers = "ALTER COLUMN … SET DEFAULT, DROP DEFAULT and DROP NOT NULL.",
        Effect = "DSQL refused them until about 2026-07-20.",
        Instead = "Make a new table, or check with a newer -RulesetDate.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Seen in AWS's linter of 2026-07-20 and on a cluster of 2026-07-23; the day itself is not in the release notes.",
        AllowedSince = new DateOnly(2026, 7, 20),
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterTableStatement alter
            && alter.Actions.FirstOrDefault(action => action.Kind is AlterActionKind.SetDefault or AlterActionKind.DropDefault or AlterActionKind.DropNotNull) is { } change)
        {
            context.Report(this, statement, change.Span, "DSQL takes this since 2026-07-20 only.");
        }
    }
}
