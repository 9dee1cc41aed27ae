using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A change of a table that DSQL does not know.</summary>
internal sealed class DsqlAlterTableRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-alter-table",
        Title = "ALTER TABLE action that DSQL does not know",
        Triggers = "ROW LEVEL SECURITY, ATTACH and DETACH PARTITION, SET LOGGED, UNLOGGED, TABLESPACE, ACCESS METHOD and storage parameters, and ENABLE or DISABLE of one trigger (ALL and USER are taken and do nothing).",
        Effect = "DSQL refuses with 0A000.",
        Instead = "Leave it out.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["at_unsupported_row_level_security", "at_unsupported_replica_identity", "at_unsupported_rewrite_rule"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterTableStatement alter)
        {
            foreach (AlterAction action in alter.Actions.Where(action => action.Kind is AlterActionKind.RowSecurity or AlterActionKind.AttachPartition or AlterActionKind.DetachPartition
                or AlterActionKind.SetLogged or AlterActionKind.SetUnlogged or AlterActionKind.SetTablespace or AlterActionKind.SetAccessMethod
                or AlterActionKind.SetParameter || (action.Kind == AlterActionKind.SwitchTrigger && action.Name is not "all" and not "user")))
            {
                context.Report(this, statement, action.Span, $"DSQL refuses {statement.Words(action.Span)}.");
            }
        }
    }
}
