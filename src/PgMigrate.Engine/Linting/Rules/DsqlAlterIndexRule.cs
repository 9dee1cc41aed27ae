using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index is altered.</summary>
internal sealed class DsqlAlterIndexRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-alter-index",
        Title = "ALTER INDEX",
        Triggers = "ALTER INDEX, other than RENAME TO.",
        Effect = "DSQL refuses with 0A000: an index has no tablespace, no storage parameters, no statistics target and no partitions.",
        Instead = "Leave it out, or build another index and drop this one.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["unsupported_alter_index"],
        Notes = "Source: AWS's linter of 2026-08, which flags every ALTER INDEX. RENAME TO is in the grammar that AWS learned from a cluster, so it is left to the cluster; the simulator, which takes the stricter reading, refuses it.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is AlterStatement { ObjectType: "INDEX", Action: not "RENAME TO" } alter)
        {
            context.Report(this, statement, alter.Head, $"DSQL does not alter index {alter.Name}.");
        }
    }
}
