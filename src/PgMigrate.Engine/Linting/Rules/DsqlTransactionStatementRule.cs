using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A transaction statement that DSQL refuses.</summary>
internal sealed class DsqlTransactionStatementRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-transaction-statement",
        Title = "SAVEPOINT, SET TRANSACTION or another isolation level",
        Triggers = "SAVEPOINT, RELEASE, ROLLBACK TO, PREPARE TRANSACTION, SET TRANSACTION, and BEGIN with an isolation level other than REPEATABLE READ.",
        Effect = "DSQL refuses with 0A000; its isolation level is always REPEATABLE READ.",
        Instead = "Remove it.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["unsupported_savepoint", "set_transaction", "transaction_isolation", "unsupported_release_savepoint", "unsupported_rollback_to_savepoint"],
        ChecksRoutines = true,
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        StatementReader set = statement.Read();
        StatementReader begin = statement.Read();
        bool found = statement.Parsed is TransactionStatement { Control: TransactionControl.Savepoint or TransactionControl.PrepareTransaction }
            || (set.Accept("SET") && (set.Is("TRANSACTION") || set.Accept("SESSION", "CHARACTERISTICS")))
            || ((begin.Accept("BEGIN") || begin.Accept("START")) && begin.SkipTo("ISOLATION") && !begin.Accept("ISOLATION", "LEVEL", "REPEATABLE", "READ"));
        if (found)
        {
            context.Report(this, statement, statement.Parsed.Head, $"DSQL refuses {statement.Statement.FirstLine}.");
        }
    }
}
