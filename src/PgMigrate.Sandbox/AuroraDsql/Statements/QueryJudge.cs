using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>Queries and row changes, and the clauses and functions in them that the service does not have.</summary>
internal static class QueryJudge
{
    public static Verdict Judge(StatementReader reader)
    {
        bool explain = reader.Accept("EXPLAIN");
        bool analyze = explain && HasAnalyze(ref reader);
        bool changes = reader.Is("INSERT") || reader.Is("UPDATE") || reader.Is("DELETE");
        bool query = reader.Is("SELECT") || reader.Is("WITH") || reader.Is("VALUES") || reader.Is("TABLE")
            || reader.Current.Kind == SqlTokenKind.LeftParenthesis;
        bool with = reader.Is("WITH");
        bool insert = reader.Is("INSERT");
        Refusal? refusal = null;
        SqlToken previous = default;
        int depth = 0;
        for (; !reader.AtEnd && refusal is null; previous = reader.Current, reader.Advance())
        {
            depth += reader.Current.Kind == SqlTokenKind.LeftParenthesis ? 1 : reader.Current.Kind == SqlTokenKind.RightParenthesis ? -1 : 0;
            if (reader.Current.Kind != SqlTokenKind.Word)
            {
                continue;
            }

            // A row change in a WITH stands at the start of its parentheses, or after them at the end of the list.
            bool starts = previous.Kind is SqlTokenKind.LeftParenthesis or SqlTokenKind.RightParenthesis;
            changes |= with && starts && (reader.Is("INSERT") || reader.Is("UPDATE") || reader.Is("DELETE"));
            insert |= with && starts && reader.Is("INSERT");
            refusal = query && !insert && depth == 0 && reader.Is("INTO") ? Refusal.Statement("CreateTableAs")
                : with && starts && reader.Is("MERGE") ? Refusal.Unsupported("unsupported statement type: MERGE")
                : reader.Is("TABLESAMPLE") ? Refusal.Unsupported("TABLESAMPLE not supported")
                : reader.Is("FOR") ? LockingClause(reader)
                : CallOf(reader);
        }

        if (explain && analyze && changes)
        {
            refusal ??= Refusal.Unsupported("EXPLAIN ANALYZE is supported for SELECT only");
        }

        return new Verdict(changes && (!explain || analyze) ? StatementClass.Dml : StatementClass.Read) { Refusal = refusal };
    }

    private static bool HasAnalyze(ref StatementReader reader)
    {
        if (reader.Current.Kind == SqlTokenKind.LeftParenthesis)
        {
            StatementReader inside = reader;
            reader.SkipParentheses();
            for (inside.Advance(); !inside.AtEnd && inside.Current.Kind != SqlTokenKind.RightParenthesis; inside.Advance())
            {
                if (inside.Is("ANALYZE") || inside.Is("ANALYSE"))
                {
                    return true;
                }
            }

            return false;
        }

        bool analyze = reader.Accept("ANALYZE") || reader.Accept("ANALYSE");
        reader.Accept("VERBOSE");
        return analyze;
    }

    private static Refusal? LockingClause(StatementReader reader) =>
        reader.Accept("FOR", "SHARE") ? Refusal.Unsupported("FOR SHARE not supported")
        : reader.Accept("FOR", "NO", "KEY", "UPDATE") ? Refusal.Unsupported("FOR NO KEY UPDATE not supported")
        : null;

    /// <summary>Functions that are not there: settings by function and advisory locks.</summary>
    private static Refusal? CallOf(StatementReader reader)
    {
        string name = reader.CurrentText.ToString().ToLowerInvariant();
        bool absent = name == "set_config" || (name.StartsWith("pg_", StringComparison.Ordinal) && name.Contains("advisory", StringComparison.Ordinal));
        if (!absent)
        {
            return null;
        }

        reader.Advance();
        return reader.Current.Kind != SqlTokenKind.LeftParenthesis ? null
            : name == "set_config" ? Refusal.Unsupported("setting configuration parameter by set_config not supported")
            : new Refusal("42883", $"function {name} does not exist");
    }
}
