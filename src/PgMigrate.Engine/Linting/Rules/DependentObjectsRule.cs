using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table or column goes that something else needs.</summary>
internal sealed class DependentObjectsRule : LintRule
{
    private const int MostNamed = 3;

    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dependent-objects",
        Title = "Drop or change of what views or foreign keys need",
        Triggers = "With -Connection: DROP of a table, view or column, or a change of a column's type, where a view, a foreign key of another table, a policy, a trigger or a function in the database depends on it and no statement before drops that.",
        Effect = "Without CASCADE the statement is refused (2BP01; 0A000 for a type), and the migration fails. With CASCADE all that depends on it is dropped too, and what depends on that.",
        Instead = "Drop what depends on it before, by name, and make it anew afterwards where it is still wanted; with CASCADE, check that the list is what you want to lose.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        NeedsConnection = true,
        SkipsBodies = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (context.Schema.IsLive)
        {
            CheckLive(statement, context);
        }
    }

    private void CheckLive(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is DropStatement { ObjectType: "TABLE" or "VIEW" or "MATERIALIZED VIEW" } drop)
        {
            HashSet<ObjectName> gone = [.. drop.Names.Select(name => context.Schema.Find(name.Name)?.Name).OfType<ObjectName>()];
            foreach (TableReference name in drop.Names)
            {
                Report(context, statement, name.Span, context.Schema.Find(name.Name), null, drop.IsCascade, item => item.Owner is not { } owner || !gone.Contains(owner), name.ToString());
            }
        }
        else if (statement.Parsed is AlterTableStatement alter && context.AlteredTable(alter) is { } table)
        {
            foreach (AlterAction action in alter.Actions)
            {
                if (action.Kind == AlterActionKind.DropColumn)
                {
                    Report(context, statement, action.Span, table, action.Name, action.IsCascade, _ => true, $"column {action.Name}");
                }
                else if (action.Kind == AlterActionKind.AlterType)
                {
                    Report(context, statement, action.Span, table, action.Name, isCascade: false, item => item.Constraint is null, $"the type of {action.Name}");
                }
            }
        }
    }

    private void Report(
        LintContext context, LintStatement statement, TextSpan span, TableFacts? table, string? column, bool isCascade, Func<DependentFacts, bool> counts, string what)
    {
        string[] names = table is null ? [] : [.. context.Schema.DependentsOf(table, column).Where(counts).Select(item => item.Description).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length > 0)
        {
            string list = string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? $" and {names.Length - MostNamed} more" : "");
            string message = isCascade ? $"CASCADE also drops {list}." : $"This is refused: {list} {(names.Length == 1 ? "depends" : "depend")} on {what}.";
            context.ReportLive(this, statement, span, message, $"{list} in the database", isCascade ? LintSeverity.Warning : null);
        }
    }
}
