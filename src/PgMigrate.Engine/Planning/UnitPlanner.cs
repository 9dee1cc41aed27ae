using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Decides whether a migration is one transaction, and else what is applied together.
/// <code>
/// no statement forbids it, no COMMIT inside ──► one unit: everything and the history row
/// BEGIN … COMMIT around the whole file      ──► the same; the file's own pair is left out
/// a statement forbids it, or @transaction: none
///      BEGIN … COMMIT group                 ──► one unit with its progress
///      statement that forbids it, CALL, DO under "none" ──► alone
///      any other statement                  ──► one unit with its progress
/// </code>
/// </summary>
internal static class UnitPlanner
{
    /// <param name="migration">The migration.</param>
    /// <param name="statements">Its statements.</param>
    /// <param name="overrule">What the run says.</param>
    /// <param name="batches">Those that are run in ranges, which commit by themselves.</param>
    public static UnitPlan Plan(
        Migration migration, IReadOnlyList<SqlStatement> statements, TransactionMode overrule, IReadOnlyDictionary<SqlStatement, BatchDirective>? batches = null)
    {
        StatementTraits[] traits = StatementTraits.OfScript(statements);
        for (int at = 0; at < traits.Length && batches is { Count: > 0 }; at++)
        {
            traits[at] = batches.ContainsKey(statements[at]) ? new StatementTraits { Reason = BatchProblems.Why } : traits[at];
        }

        TransactionMode asked = overrule != TransactionMode.Auto ? overrule : migration.Header.Transaction;
        int forbids = Array.FindIndex(traits, trait => !trait.CanRunInTransaction);
        if (forbids >= 0 && asked == TransactionMode.Transactional)
        {
            return new UnitPlan { Problem = PlanProblems.NotTransactional(migration, statements[forbids], traits[forbids].Reason!) };
        }

        if (forbids < 0 && asked != TransactionMode.None)
        {
            return OneTransaction(migration, statements, traits);
        }

        string reason = forbids >= 0 ? traits[forbids].Reason! : "asked for by @transaction: none";
        return Stepwise(migration, statements, traits, asked == TransactionMode.None) with { Reason = reason };
    }

    private static UnitPlan OneTransaction(Migration migration, IReadOnlyList<SqlStatement> statements, StatementTraits[] traits)
    {
        (int start, int count) = (0, statements.Count);
        if (count >= 2 && traits[0].Control == TransactionControl.Begin && traits[^1].Control == TransactionControl.Commit)
        {
            (start, count) = (1, count - 2);
        }

        for (int at = start; at < start + count; at++)
        {
            if (EndsTransaction(traits[at].Control))
            {
                return new UnitPlan { Problem = PlanProblems.TransactionControl(migration, statements[at]) };
            }
        }

        if (start == 1 && traits[0].HasTransactionOptions)
        {
            return new UnitPlan { Problem = PlanProblems.TransactionOptions(migration, statements[0]) };
        }

        return new UnitPlan
        {
            Mode = TransactionMode.Transactional,
            Statements = [.. statements.Skip(start).Take(count)],
            Units = [new StatementUnit(0, count, InTransaction: true)],
        };
    }

    private static UnitPlan Stepwise(
        Migration migration, IReadOnlyList<SqlStatement> statements, StatementTraits[] traits, bool askedFor)
    {
        var sent = new List<SqlStatement>();
        var units = new List<StatementUnit>();
        int? groupStart = null;
        for (int at = 0; at < statements.Count; at++)
        {
            TransactionControl control = traits[at].Control;
            bool open = groupStart is not null;
            if (control == TransactionControl.Begin && !open && !traits[at].HasTransactionOptions)
            {
                groupStart = sent.Count;
            }
            else if (control == TransactionControl.Commit && open)
            {
                if (sent.Count > groupStart!.Value)
                {
                    units.Add(new StatementUnit(groupStart.Value, sent.Count - groupStart.Value, InTransaction: true));
                }

                groupStart = null;
            }
            else if (EndsTransaction(control) || (open && !traits[at].CanRunInTransaction) || (!open && control != TransactionControl.None))
            {
                return new UnitPlan { Problem = PlanProblems.TransactionControl(migration, statements[at]) };
            }
            else
            {
                sent.Add(statements[at]);
                if (!open)
                {
                    bool alone = !traits[at].CanRunInTransaction || (askedFor && traits[at].MayCommitInside);
                    units.Add(new StatementUnit(sent.Count - 1, 1, InTransaction: !alone));
                }
            }
        }

        return groupStart is not null
            ? new UnitPlan { Problem = PlanProblems.TransactionControl(migration, statements[^1]) }
            : new UnitPlan { Mode = TransactionMode.None, Statements = sent, Units = units };
    }

    private static bool EndsTransaction(TransactionControl control) => control is TransactionControl.Begin or TransactionControl.Commit
        or TransactionControl.Rollback or TransactionControl.PrepareTransaction;
}
