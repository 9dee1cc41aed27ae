using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>Rows and schema are changed in one transaction.</summary>
internal sealed class DataChangeWithSchemaChangeRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "data-change-with-schema-change",
        Title = "Data change in a schema migration",
        Triggers = "UPDATE, DELETE, MERGE or INSERT … SELECT on a table that was there before, in one transaction with DDL on such a table.",
        Effect = "The schema's locks are held while rows are written, and the rows' locks while the schema changes; either may run into the other.",
        Instead = "Put the rows into a migration of its own, in batches.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["update-in-migration", "backfill-with-schema-change"],
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        // From the end, so that the next schema change of each transaction is at hand.
        var next = new Dictionary<int, LintStatement>();
        for (int at = context.Statements.Count - 1; at >= 0; at--)
        {
            LintStatement statement = context.Statements[at];
            int transaction = context.Transactions.Of(statement);
            if (transaction >= 0 && IsSchemaChange(statement, context))
            {
                next[transaction] = statement;
            }
            else if (statement.Parsed is DataChangeStatement change && (change.Kind is not DataChangeKind.Insert and not DataChangeKind.Copy || change.IsFromQuery)
                && !context.Tables.Contains(change.Table) && next.TryGetValue(transaction, out LintStatement? schema))
            {
                context.Report(this, statement, change.Head, $"Rows of {change.Table} stay locked until the schema change of line {schema.Statement.Position.Line} is committed.");
            }
        }
    }

    private static bool IsSchemaChange(LintStatement statement, LintContext context) => statement.Parsed switch
    {
        AlterTableStatement alter => !context.Tables.Contains(alter.Table),
        CreateIndexStatement index => !context.Tables.Contains(index.Table),
        _ => false,
    };
}
