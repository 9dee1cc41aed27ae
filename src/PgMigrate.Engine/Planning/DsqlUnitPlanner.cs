using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Decides what is applied together on Aurora DSQL, which takes one definition a transaction and no row change beside it; so no
/// migration is one transaction there.
/// <code>
/// statement that reads or changes rows ──► one unit with its progress
/// BEGIN … COMMIT around such           ──► one unit with its progress
/// any other statement                  ──► alone; its progress follows
/// </code>
/// </summary>
internal static class DsqlUnitPlanner
{
    private const string Why = "Aurora DSQL commits every definition by itself";

    /// <param name="migration">The migration.</param>
    /// <param name="statements">Its statements.</param>
    /// <param name="overrule">What the run says.</param>
    /// <param name="batches">Those that are run in ranges, which commit by themselves.</param>
    public static UnitPlan Plan(
        Migration migration, IReadOnlyList<SqlStatement> statements, TransactionMode overrule, IReadOnlyDictionary<SqlStatement, BatchDirective>? batches = null)
    {
        TransactionMode asked = overrule != TransactionMode.Auto ? overrule : migration.Header.Transaction;
        if (asked == TransactionMode.Transactional && statements.Count > 0)
        {
            return new UnitPlan { Problem = PlanProblems.NotTransactional(migration, statements[0], Why) };
        }

        var sent = new List<SqlStatement>();
        var units = new List<StatementUnit>();
        int? group = null;
        foreach (SqlStatement statement in statements)
        {
            StatementTraits traits = StatementTraits.Of(statement);
            if (traits.Control == TransactionControl.Begin && group is null && !traits.HasTransactionOptions)
            {
                group = sent.Count;
            }
            else if (traits.Control == TransactionControl.Commit && group is { } start)
            {
                if (sent.Count > start)
                {
                    units.Add(new StatementUnit(start, sent.Count - start, InTransaction: true));
                }

                group = null;
            }
            else if (traits.Control != TransactionControl.None)
            {
                return new UnitPlan { Problem = DsqlProblems.TransactionControl(migration, statement) };
            }
            else if (statement.CopyData is not null)
            {
                return new UnitPlan { Problem = DsqlProblems.Copy(migration, statement) };
            }
            else if (group is not null && (KindOf(statement) != DsqlStatementKind.Rows || batches?.ContainsKey(statement) == true))
            {
                return new UnitPlan { Problem = DsqlProblems.MixedGroup(migration, statement) };
            }
            else
            {
                sent.Add(statement);
                if (group is null)
                {
                    units.Add(new StatementUnit(sent.Count - 1, 1, InTransaction: KindOf(statement) == DsqlStatementKind.Rows));
                }
            }
        }

        return group is not null
            ? new UnitPlan { Problem = DsqlProblems.TransactionControl(migration, statements[^1]) }
            : new UnitPlan { Mode = TransactionMode.None, Reason = Why, Statements = sent, Units = units };
    }

    /// <summary>What a statement is, by its first word.</summary>
    public static DsqlStatementKind KindOf(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return SessionStatements.ChangesSession(statement.Text.Span) || reader.Is("SHOW") ? DsqlStatementKind.Setting
            : reader.Is("INSERT") || reader.Is("UPDATE") || reader.Is("DELETE") || reader.Is("SELECT") || reader.Is("WITH")
                || reader.Is("VALUES") || reader.Is("TABLE") || reader.Current.Kind == SqlTokenKind.LeftParenthesis ? DsqlStatementKind.Rows
            : DsqlStatementKind.Definition;
    }
}
