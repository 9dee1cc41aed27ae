using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Removes BEGIN and COMMIT.</summary>
internal static class TransactionFix
{
    /// <summary>
    /// The BEGIN and COMMIT around a whole script that runs as one transaction anyway; null where they mean something else: modes, a
    /// rollback, savepoints, parts, statements that cannot share a transaction, code that may commit.
    /// </summary>
    public static LintFix? AroundScript(LintStatement begin, LintContext context)
    {
        LintStatement last = context.Statements[^1];
        bool around = begin.Index == 0 && last.Index > 1 && IsPlainPair(begin, last)
            && context.Statements.Skip(1).SkipLast(1).All(statement => statement.Traits is { CanRunInTransaction: true, Control: TransactionControl.None, MayCommitInside: false });
        return around && context.Transactions.IsOne ? Remove(begin, last, context, FixSafety.Safe) : null;
    }

    /// <summary>The BEGIN and COMMIT around a statement, where every statement is a transaction of its own: what was all or nothing is no more.</summary>
    public static LintFix? Around(LintStatement statement, LintContext context)
    {
        LintStatement? begin = context.Statements.Take(statement.Index).LastOrDefault(IsControl);
        LintStatement? end = context.Statements.Skip(statement.Index).FirstOrDefault(IsControl);
        return begin is not null && end is not null && IsPlainPair(begin, end) ? Remove(begin, end, context, FixSafety.ReviewNeeded) : null;
    }

    private static bool IsControl(LintStatement statement) => statement.Parsed is TransactionStatement;

    private static bool IsPlainPair(LintStatement begin, LintStatement end)
    {
        StatementReader reader = end.Read();
        return begin.Traits is { Control: TransactionControl.Begin, HasTransactionOptions: false }
            && end.Traits is { Control: TransactionControl.Commit } && !reader.SkipTo("CHAIN", "PREPARED");
    }

    private static LintFix Remove(LintStatement begin, LintStatement end, LintContext context, FixSafety safety) =>
        new("Remove BEGIN and COMMIT", safety, [ScriptPlace.Removal(begin, context), ScriptPlace.Removal(end, context)]);
}
