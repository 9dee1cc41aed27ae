using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting;

/// <summary>A rule about what ALTER TABLE does to tables that were there before the script.</summary>
public abstract class AlterActionRule : LintRule
{
    /// <inheritdoc/>
    public sealed override void Check(LintStatement statement, LintContext context)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(context);
        if (statement.Parsed is AlterTableStatement alter && !context.Tables.Contains(alter.Table))
        {
            TableFacts? table = context.AlteredTable(alter);
            for (int at = 0; at < alter.Actions.Count; at++)
            {
                AlterAction action = alter.Actions[at];
                if (!NoEffect.Of(action, table) && Find(action, alter, statement, context) is { } message)
                {
                    context.Report(this, statement, action.Span, message, rewrite: Rewrite(action, alter, statement, context), table: TableOf(action, table, context));
                }
            }
        }
    }

    /// <summary>What is wrong with an action, or null.</summary>
    /// <param name="action">The action.</param>
    /// <param name="alter">What it is part of.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="context">What is known.</param>
    protected abstract string? Find(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context);

    /// <summary>The table whose size says how long an action takes; null when none does.</summary>
    private protected virtual TableFacts? TableOf(AlterAction action, TableFacts? table, LintContext context) => table;

    /// <summary>What would mend an action in which something was found, or null when only people can.</summary>
    /// <param name="action">The action.</param>
    /// <param name="alter">What it is part of.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="context">What is known.</param>
    protected virtual LintFix? Rewrite(AlterAction action, AlterTableStatement alter, LintStatement statement, LintContext context) => null;
}
