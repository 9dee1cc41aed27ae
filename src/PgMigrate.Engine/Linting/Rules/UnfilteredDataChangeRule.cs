using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>All rows of a table are changed.</summary>
internal sealed class UnfilteredDataChangeRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "unfiltered-data-change",
        Title = "UPDATE or DELETE without WHERE",
        Triggers = "UPDATE or DELETE without WHERE, and without -- @batch before it, on a table that this script did not create.",
        Effect = "Every row is written in one transaction: locks, bloat and replication lag grow with the table, and a mistake hits all of it.",
        Instead = "Write -- @batch: 1000 by id before it, with the table's key, which changes rows in ranges of it; or say WHERE true if all are meant at once.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["delete-without-where", "update-in-migration"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ROW EXCLUSIVE",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DataChangeStatement { Kind: DataChangeKind.Update or DataChangeKind.Delete, HasWhere: false } change
            && !context.Tables.Contains(change.Table) && !context.Batches.ContainsKey(statement.Statement))
        {
            context.Report(this, statement, change.Table.Span, $"Every row of {change.Table} is {(change.Kind == DataChangeKind.Update ? "written" : "deleted")}.", table: context.Schema.Find(change.Table.Name));
        }
    }
}
