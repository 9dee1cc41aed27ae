using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>The type of a column is changed.</summary>
internal sealed class ColumnTypeChangeRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "column-type-change",
        Title = "ALTER COLUMN TYPE",
        Triggers = "ALTER COLUMN … TYPE on a table that this script did not create.",
        Effect = "Unless the new type only widens the old one, the whole table and its indexes are rewritten while nobody can read or write it; programs that expect the old type may fail.",
        Instead = "Add a column of the new type, write both, fill it in batches, then switch. Widening varchar(n) or numeric, and varchar to text, need no rewrite: suppress with that as the reason.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["changing-column-type", "change_column", "alter-column-type", "E5", "PG301"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Kind == AlterActionKind.AlterType ? $"Changing {action.Name} to {action.Type} may rewrite {alter.Table} under lock." : null;
}
