using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>Work goes on while a table is locked.</summary>
internal sealed class WorkAfterAccessExclusiveRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "work-after-access-exclusive",
        Title = "Slow statements after an ACCESS EXCLUSIVE lock",
        Triggers = "In one transaction: after a statement that takes ACCESS EXCLUSIVE on a table that was there before, a statement that changes rows, builds an index or validates a constraint.",
        Effect = "The lock is held until the transaction ends, so nobody can use the table during that work.",
        Instead = "Put the work into a migration of its own.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["statement-after-access-exclusive", "wide-lock-window", "E4"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        var tables = new ScriptTables(context.Options.Schema);
        LintStatement? holder = null;
        foreach (LintStatement statement in context.Statements)
        {
            if (holder is not null && context.Transactions.AreTogether(holder, statement) && IsSlow(statement.Parsed, tables))
            {
                context.Report(this, statement, statement.Parsed.Head, $"The lock of line {holder.Statement.Position.Line} is held while this runs.", table: TableOf(statement.Parsed) is { } slow ? context.Options.Schema.Find(slow.Name) : null);
                return;
            }

            bool locks = context.Transactions.IsInside(statement) && TableLocks.Of(statement.Parsed, tables) == LockMode.AccessExclusive;
            holder = locks && holder is null ? statement : holder;
            tables.Observe(statement);
        }
    }

    private static TableReference? TableOf(ParsedStatement statement) => statement switch
    {
        DataChangeStatement { IsFromQuery: false } change => change.Table,
        CreateIndexStatement index => index.Table,
        AlterTableStatement alter => alter.Table,
        MaintenanceStatement maintenance => maintenance.Target,
        _ => null,
    };

    private static bool IsSlow(ParsedStatement statement, ScriptTables tables) => statement switch
    {
        DataChangeStatement change => !tables.Contains(change.Table) && (change.Kind is not DataChangeKind.Insert || change.IsFromQuery),
        CreateIndexStatement index => !tables.Contains(index.Table),
        AlterTableStatement alter => alter.Actions.Any(action => action.Kind == AlterActionKind.ValidateConstraint),
        MaintenanceStatement => true,
        _ => false,
    };
}
