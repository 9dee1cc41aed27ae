using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>Transaction control as SQL, on the Data API.</summary>
internal sealed class DataApiTransactionControlRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "data-api-transaction-control",
        Title = "Transaction control as SQL on the RDS Data API",
        Triggers = "BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK, ABORT, SAVEPOINT, RELEASE and PREPARE TRANSACTION as statements. Words inside function bodies, literals and comments do not count.",
        Effect = "Over the Data API every call is a session of its own unless it carries a transactionId. A BEGIN sent as SQL opens a transaction that the next call does not see, and a COMMIT sent as SQL leaves the Data API's own session open until it times out.",
        Instead = "Remove the statement: the run opens and ends a transaction for each migration by itself. A migration that must not be one transaction says so in its head: -- @transaction: none.",
        Rewrite = "Removes the BEGIN and COMMIT around a whole script. Safe, for a migration is one transaction by itself. Not with transaction modes, savepoints, ROLLBACK or a second pair, nor under -- @transaction: none.",
        Targets = [SqlTarget.RdsDataApi],
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is TransactionStatement transaction)
        {
            context.Report(this, statement, transaction.Head, $"{statement.Words(transaction.Head)} does not work over the Data API, where transactions are calls, not statements.", rewrite: TransactionFix.AroundScript(statement, context));
        }
    }
}
