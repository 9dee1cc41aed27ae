using PgMigrate.Engine.Linting.Facts;
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
        Triggers = "ALTER COLUMN … TYPE on a table that this script did not create. Where the old type is known, from an earlier migration of the folder or the database of -Connection, a change that only widens it is not reported.",
        Effect = "Unless the new type only widens the old one, the whole table and its indexes are rewritten while nobody can read or write it; programs that expect the old type may fail.",
        Instead = "Add a column of the new type, write both, fill it in batches, then switch. Widening varchar(n) or numeric, and varchar to text, need no rewrite: where the old type is not known, suppress with that as the reason.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["changing-column-type", "change_column", "alter-column-type", "E5", "PG301"],
        SizeEffect = RuleSizeEffect.Duration,
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context)
    {
        if (action.Kind != AlterActionKind.AlterType)
        {
            return null;
        }

        TableFacts? table = context.AlteredTable(alter);
        TypeReference? old = table?.Column(action.Name)?.Type;
        return TypeChange.Judge(old, action) switch
        {
            TypeChangeEffect.None when HasCheck(table!, action.Name) => $"Changing {action.Name} from {old} to {action.Type} reads every row of {alter.Table} under lock to test its CHECK again.",
            TypeChangeEffect.None => null,
            TypeChangeEffect.Rewrite => $"Changing {action.Name} from {old} to {action.Type} rewrites {alter.Table} under lock.",
            _ => $"Changing {action.Name} to {action.Type} may rewrite {alter.Table} under lock.",
        };
    }

    /// <summary>A CHECK that was read from a script does not say which columns it is about.</summary>
    private static bool HasCheck(TableFacts table, string column) => table.Parts.Constraints.Values
        .Any(constraint => constraint.Kind == TableConstraintKind.Check && (constraint.Columns.Count == 0 || constraint.Columns.Contains(column, StringComparer.Ordinal)));
}
