using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>DROP without IF EXISTS where the script cannot be taken back whole.</summary>
internal sealed class DropWithoutIfExistsRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "drop-without-if-exists",
        Title = "DROP without IF EXISTS outside a transaction",
        Triggers = "DROP, DROP COLUMN and DROP CONSTRAINT without IF EXISTS in a script that is not one transaction, which on Aurora DSQL is every script.",
        Effect = "When the script stopped half-way and is run again, the statement fails with 42P01 (undefined table) or a like error, for what it drops is gone.",
        Instead = "Write IF EXISTS. In a script that is one transaction it is not needed: what failed left nothing behind, and what is to be dropped should be there.",
        Rewrite = "Adds IF EXISTS. Safe.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["prefer-robust-drop-index", "prefer-robust-drop-table"],
        SkipsBodies = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        bool isWhole = context.Target != SqlTarget.AuroraDsql && (context.Transactions.IsOne || context.Transactions.IsInside(statement));
        if (isWhole)
        {
            return;
        }

        if (statement.Parsed is DropStatement { IfExists: false } drop)
        {
            context.Report(this, statement, drop.Head, $"DROP {drop.ObjectType} fails when it is run again: IF EXISTS is missing.", rewrite: OfDrop(statement, drop));
        }
        else if (statement.Parsed is AlterTableStatement alter)
        {
            foreach (AlterAction action in alter.Actions.Where(action => action is { Kind: AlterActionKind.DropColumn or AlterActionKind.DropConstraint, IsGuarded: false }))
            {
                string what = action.Kind == AlterActionKind.DropColumn ? "COLUMN" : "CONSTRAINT";
                context.Report(this, statement, action.Span, $"DROP {what} {action.Name} fails when it is run again: IF EXISTS is missing.", rewrite: OfAction(statement, action, what));
            }
        }
    }

    private static LintFix? OfDrop(LintStatement statement, DropStatement drop)
    {
        StatementReader reader = statement.Read();
        if (!reader.Accept("DROP"))
        {
            return null;
        }

        reader.Accept("FOREIGN");
        bool found = reader.Accept(drop.ObjectType.Split(' '));
        reader.Accept("CONCURRENTLY");
        return found ? WordFixes.IfExists(statement, reader) : null;
    }

    private static LintFix? OfAction(LintStatement statement, AlterAction action, string what)
    {
        StatementReader reader = statement.ReadFrom(action.Span.Start);
        if (!reader.Accept("DROP"))
        {
            return null;
        }

        reader.Accept(what);
        return WordFixes.IfExists(statement, reader);
    }
}
