using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Tells what the statements of a plan may have done to a table by the time a later one is run. It goes through the plan with its
/// questions and reads each statement once, so they are to be asked in the plan's order.
/// </summary>
internal sealed class EarlierStatements
{
    private readonly MigrationPlan _plan;
    private readonly Func<SqlStatement, bool> _matters;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _step;
    private int? _next;
    private bool _hidden;

    private EarlierStatements(MigrationPlan plan, Func<SqlStatement, bool> matters)
    {
        _plan = plan;
        _matters = matters;
    }

    /// <summary>Those that may create a table or change its columns and keys, as far as words show.</summary>
    public static EarlierStatements ThatDefine(MigrationPlan plan) =>
        new(plan, statement => DsqlUnitPlanner.KindOf(statement) == DsqlStatementKind.Definition);

    /// <summary>Those that may leave a table with fewer rows, or its name with another table.</summary>
    public static EarlierStatements ThatRemoveRows(MigrationPlan plan) => new(plan, statement => !KeepsRows(statement));

    /// <summary>True when one of them may be about a table.</summary>
    /// <param name="step">The later statement's step.</param>
    /// <param name="index">Its index there; not before the last one asked about.</param>
    /// <param name="table">The table's name without schema.</param>
    public bool MayTouch(PlanStep step, int index, string table)
    {
        for (; !_hidden && !ReferenceEquals(_plan.Steps[_step], step); _step++, _next = null)
        {
            ReadTo(_plan.Steps[_step].Statements.Count);
        }

        ReadTo(index);
        return _hidden || _names.Contains(table);
    }

    private void ReadTo(int end)
    {
        PlanStep step = _plan.Steps[_step];
        int at = _next ?? step.ResumeAt;
        for (; at < end && !_hidden; at++)
        {
            SqlStatement statement = step.Statements[at];
            _hidden = MayHideAnything(statement);
            if (!_hidden && _matters(statement))
            {
                TakeNames(statement);
            }
        }

        _next = at;
    }

    private static bool KeepsRows(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return reader.Is("INSERT") || reader.Is("UPDATE") || reader.Is("GRANT") || reader.Is("REVOKE") || reader.Is("COMMENT")
            || (reader.Accept("CREATE") && (reader.Is("INDEX") || reader.Is("UNIQUE")))
            || (reader.Accept("ALTER", "TABLE") && !reader.SkipTo("RENAME", "SCHEMA"));
    }

    /// <summary>Code whose effect its words do not show, and settings after which a name may mean another table.</summary>
    private static bool MayHideAnything(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return reader.Is("DO") || reader.Is("CALL") || reader.Is("SELECT") || reader.Is("WITH") || SessionStatements.ChangesSession(statement.Text.Span);
    }

    private void TakeNames(SqlStatement statement)
    {
        for (var reader = new StatementReader(statement); !reader.AtEnd; reader.Advance())
        {
            if (reader.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier)
            {
                _names.Add(reader.Current.Kind == SqlTokenKind.Word ? SqlIdentifier.Fold(reader.CurrentText) : SqlIdentifier.Unquote(reader.CurrentText));
            }
        }
    }
}
