using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A transaction is opened and not ended.</summary>
internal sealed class TransactionNotClosedRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "transaction-not-closed",
        Title = "BEGIN without COMMIT",
        Triggers = "BEGIN or START TRANSACTION with no COMMIT or ROLLBACK after it, a second BEGIN inside one, or a COMMIT or ROLLBACK without a BEGIN.",
        Effect = "A transaction that nobody ends is rolled back when the connection closes: the migration seems to work and leaves nothing. A second BEGIN only warns and changes nothing.",
        Instead = "Remove BEGIN and COMMIT: a migration is one transaction by itself.",
        Targets = [SqlTarget.PostgreSql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["ban-uncommitted-transaction", "transaction-nesting", "unclosed-transaction"],
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void CheckScript(LintContext context)
    {
        LintStatement? open = null;
        foreach (LintStatement statement in context.Statements)
        {
            if (statement.Parsed is not TransactionStatement transaction)
            {
                continue;
            }

            switch (transaction.Control)
            {
                case TransactionControl.Begin when open is not null:
                    context.Report(this, statement, transaction.Head, "This BEGIN stands inside another transaction and does nothing.");
                    break;
                case TransactionControl.Begin:
                    open = statement;
                    break;
                case TransactionControl.Commit or TransactionControl.Rollback or TransactionControl.PrepareTransaction when open is null:
                    context.Report(this, statement, transaction.Head, "No transaction was opened that this could end.");
                    break;
                case TransactionControl.Commit or TransactionControl.Rollback or TransactionControl.PrepareTransaction:
                    open = null;
                    break;
            }
        }

        if (open is not null)
        {
            context.Report(this, open, open.Parsed.Head, "This transaction is not ended in the file.");
        }
    }
}
