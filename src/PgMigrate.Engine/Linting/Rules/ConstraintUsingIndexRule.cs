using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A constraint takes over an index.</summary>
internal sealed class ConstraintUsingIndexRule : AlterActionRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "constraint-using-index",
        Title = "ADD … USING INDEX locks for a moment",
        Triggers = "ALTER TABLE … ADD PRIMARY KEY or UNIQUE USING INDEX.",
        Effect = "The lock is short, but a primary key on columns that are not yet NOT NULL scans the whole table under it.",
        Instead = "Make the columns NOT NULL first (by a validated CHECK), and set a lock_timeout.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["add-pk-using-index", "add-constraint-unique-using-index", "W14", "PG304"],
        Lock = "ACCESS EXCLUSIVE",
    };

    /// <inheritdoc/>
    protected override string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) =>
        action.Constraint is { UsingIndex: { } index } constraint
            ? $"Taking over index {index} locks {alter.Table} for a moment{(IsScanned(index, constraint, context.AlteredTable(alter)) ? "; columns that may be NULL are scanned under the lock" : "")}." : null;

    /// <summary>False when nothing is to be learned from the rows: a unique constraint allows NULL, and a primary key's columns may be known to have none.</summary>
    private static bool IsScanned(string index, TableConstraint constraint, TableFacts? table) => constraint.Kind == TableConstraintKind.PrimaryKey
        ? table?.Parts.Indexes.TryGetValue(index, out IndexFacts? facts) != true || !facts!.Keys.All(table.IsNeverNull)
        : table is null;
}
