using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A partition is attached or detached.</summary>
internal sealed class PartitionAttachDetachRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "partition-attach-detach",
        Title = "ATTACH or DETACH PARTITION under lock",
        Triggers = "DETACH PARTITION without CONCURRENTLY, and ATTACH PARTITION.",
        Effect = "DETACH locks the partitioned table against everything. ATTACH reads the whole new partition under ACCESS EXCLUSIVE on it, and the default partition, too, unless a CHECK already proves the bounds.",
        Instead = "DETACH … CONCURRENTLY in a migration of its own; before ATTACH, add a CHECK with the same bounds NOT VALID and validate it.",
        Rewrite = "Adds CONCURRENTLY to a DETACH that is alone in its statement. Needs review: PostgreSQL 14 and newer take it, not where there is a default partition, and it leaves the bounds behind as a CHECK.",
        Targets = [SqlTarget.PostgreSql],
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["require-concurrent-partition-detach", "attach-partition", "detach-partition"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind == AlterActionKind.DetachPartition && !action.IsConcurrent ? $"Detaching {action.Name} blocks reads and writes of {alter.Table}."
            : action.Kind == AlterActionKind.AttachPartition && action.Table is { } partition && !context.Tables.Contains(partition) ? $"Attaching {action.Name} reads all of it under lock, unless a CHECK proves its bounds."
            : null;

    /// <inheritdoc/>
    private protected override TableFacts? TableOf(AlterAction action, TableFacts? table, LintContext context) =>
        action is { Kind: AlterActionKind.AttachPartition, Table: { } partition } ? context.Schema.Find(partition.Name) : null;

    /// <inheritdoc/>
    protected override LintFix? Rewrite(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind == AlterActionKind.DetachPartition && alter.Actions.Count == 1 && ScriptPlace.MayLeaveTransaction(context)
            ? new StatementEdits(statement).Insert(action.Span.End, " CONCURRENTLY").Build("Add CONCURRENTLY", FixSafety.ReviewNeeded) : null;
}
