using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting;

/// <summary>Which statements of a script run in one transaction together.</summary>
public sealed class ScriptTransactions
{
    private readonly int[] _transactions;

    internal ScriptTransactions(IReadOnlyList<LintStatement> statements, TransactionMode mode, EnumValueUses values)
    {
        bool single = mode switch
        {
            TransactionMode.Transactional => true,
            TransactionMode.None => false,
            _ => statements.All(statement => statement.Traits.CanRunInTransaction) && !values.AreUsed,
        };
        IsOne = single;
        _transactions = new int[statements.Count];
        int open = -1;
        for (int at = 0; at < statements.Count; at++)
        {
            TransactionControl control = statements[at].Parsed is TransactionStatement transaction ? transaction.Control : TransactionControl.None;
            open = control == TransactionControl.Begin && open < 0 ? at : open;
            _transactions[at] = single ? 0 : open;
            open = control is TransactionControl.Commit or TransactionControl.Rollback or TransactionControl.PrepareTransaction ? -1 : open;
        }
    }

    /// <summary>True when the whole script is one transaction.</summary>
    public bool IsOne { get; }

    /// <summary>True when the statement runs in a transaction that others share.</summary>
    /// <param name="statement">A statement of the script.</param>
    public bool IsInside(LintStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return _transactions[statement.Index] >= 0;
    }

    /// <summary>True when both run in one transaction.</summary>
    /// <param name="first">A statement of the script.</param>
    /// <param name="second">Another.</param>
    public bool AreTogether(LintStatement first, LintStatement second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return _transactions[first.Index] >= 0 && _transactions[first.Index] == _transactions[second.Index];
    }

    /// <summary>A number that the statements of one transaction share; -1 for a statement by itself.</summary>
    internal int Of(LintStatement statement) => _transactions[statement.Index];
}
