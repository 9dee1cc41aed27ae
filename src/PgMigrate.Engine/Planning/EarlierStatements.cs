using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>Tells what the statements of a plan may have done to a table by the time a later one is run.</summary>
internal static class EarlierStatements
{
    /// <summary>True when one of them may create the table or change its columns and keys, as far as words show.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="step">The later statement's step.</param>
    /// <param name="index">Its index there.</param>
    /// <param name="table">The table's name without schema.</param>
    public static bool MayDefine(MigrationPlan plan, PlanStep step, int index, string table) =>
        Before(plan, step, index).Any(statement => MayHideAnything(statement)
            || (DsqlUnitPlanner.KindOf(statement) == DsqlStatementKind.Definition && Mentions(statement, table)));

    /// <summary>True when one of them may leave the table with fewer rows, or the name with another table.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="step">The later statement's step.</param>
    /// <param name="index">Its index there.</param>
    /// <param name="table">The table's name without schema.</param>
    public static bool MayRemoveRows(MigrationPlan plan, PlanStep step, int index, string table) =>
        Before(plan, step, index).Any(statement => MayHideAnything(statement) || (!KeepsRows(statement) && Mentions(statement, table)));

    private static bool KeepsRows(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return reader.Is("INSERT") || reader.Is("UPDATE") || reader.Is("GRANT") || reader.Is("REVOKE") || reader.Is("COMMENT")
            || (reader.Accept("CREATE") && (reader.Is("INDEX") || reader.Is("UNIQUE")))
            || (reader.Accept("ALTER", "TABLE") && !reader.SkipTo("RENAME", "SCHEMA"));
    }

    private static IEnumerable<SqlStatement> Before(MigrationPlan plan, PlanStep step, int index) =>
        plan.Steps.TakeWhile(earlier => !ReferenceEquals(earlier, step)).SelectMany(earlier => earlier.Statements.Skip(earlier.ResumeAt))
            .Concat(step.Statements.Take(index).Skip(step.ResumeAt));

    /// <summary>Code whose effect its words do not show, and settings after which a name may mean another table.</summary>
    private static bool MayHideAnything(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return reader.Is("DO") || reader.Is("CALL") || reader.Is("SELECT") || reader.Is("WITH") || SessionStatements.ChangesSession(statement.Text.Span);
    }

    private static bool Mentions(SqlStatement statement, string table)
    {
        for (var reader = new StatementReader(statement); !reader.AtEnd; reader.Advance())
        {
            string? name = reader.Current.Kind switch
            {
                SqlTokenKind.Word => SqlIdentifier.Fold(reader.CurrentText),
                SqlTokenKind.QuotedIdentifier => SqlIdentifier.Unquote(reader.CurrentText),
                _ => null,
            };
            if (name == table)
            {
                return true;
            }
        }

        return false;
    }
}
