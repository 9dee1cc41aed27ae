using PgMigrate.Sandbox.AuroraDsql.Statements;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>
/// Follows one session's transactions: one definition in each and no row change beside it, an age limit, and optimistic
/// concurrency towards the catalog.
/// </summary>
internal sealed class TransactionWatch(SchemaClock clock, DsqlSimulatorOptions options, DsqlFaults faults)
{
    private long _seen = clock.Now;
    private DateTimeOffset _began;
    private bool _explicit;
    private bool _worked;
    private bool _definition;
    private bool _rows;
    private bool _conflict;

    /// <summary>The error that a statement gets here, or null; a statement that is taken counts from now on.</summary>
    public Refusal? Admit(Verdict verdict)
    {
        switch (verdict.Class)
        {
            case StatementClass.Begin:
                if (!_explicit && verdict.Refusal is null)
                {
                    _explicit = true;
                    _began = options.Time.GetUtcNow();
                }

                return verdict.Refusal;
            case StatementClass.Rollback:
                return verdict.Refusal;
            case StatementClass.Session:
                return verdict.Refusal ?? TooOld();
        }

        return verdict.Refusal ?? TooOld() ?? Stale(verdict) ?? Mixed(verdict) ?? Conflict(verdict);
    }

    /// <summary>The server is ready again.</summary>
    /// <param name="status">Its transaction status: I, T or E.</param>
    /// <param name="failed">Whether it gave an error.</param>
    /// <param name="committed">Whether it answered COMMIT.</param>
    public void Ready(char status, bool failed, bool committed)
    {
        if (status != 'I')
        {
            return;
        }

        if (_definition && (_explicit ? committed : !failed))
        {
            long version = clock.Advance();
            _seen = version - 1 == _seen ? version : _seen;
        }

        (_explicit, _worked, _definition, _rows, _conflict) = (false, false, false, false, false);
    }

    private Refusal? TooOld() => _explicit && options.Time.GetUtcNow() - _began > options.MaxTransactionAge
        ? new Refusal("54000", $"transaction age limit of {options.MaxTransactionAge.TotalSeconds:0}s exceeded") : null;

    private Refusal? Stale(Verdict verdict)
    {
        bool commit = verdict.Class == StatementClass.Commit;
        if (faults.Take(DsqlFaultKind.SchemaConflict, verdict.Text))
        {
            return Refusal.SchemaConflict;
        }

        long now = clock.Now;
        if (!options.SchemaConflicts || now == _seen || (commit && !_worked))
        {
            return null;
        }

        _seen = now;
        return Refusal.SchemaConflict;
    }

    private Refusal? Mixed(Verdict verdict)
    {
        bool definition = verdict.Class == StatementClass.Ddl;
        bool rows = verdict.Class == StatementClass.Dml;
        if (definition && _definition)
        {
            return Refusal.Unsupported("multiple ddl statements not supported in a transaction");
        }

        if ((definition && _rows) || (rows && _definition))
        {
            return Refusal.Unsupported("ddl and dml are not supported in the same transaction");
        }

        _definition |= definition;
        _rows |= rows;
        _worked = true;
        return null;
    }

    private Refusal? Conflict(Verdict verdict)
    {
        if (verdict.Class != StatementClass.Read && !_conflict)
        {
            _conflict = faults.Take(DsqlFaultKind.Conflict, verdict.Text);
        }

        return _conflict && (!_explicit || verdict.Class == StatementClass.Commit) ? Refusal.Conflict : null;
    }
}
