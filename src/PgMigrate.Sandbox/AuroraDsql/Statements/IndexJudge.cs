using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>CREATE INDEX: only ASYNC, which the database does in the background.</summary>
internal static class IndexJudge
{
    /// <summary>Key columns of an index; the service's limit.</summary>
    private const int MostKeys = 8;

    /// <param name="reader">After CREATE [UNIQUE] INDEX.</param>
    /// <param name="text">The statement.</param>
    /// <param name="unique">Whether UNIQUE was there.</param>
    public static Verdict Judge(StatementReader reader, string text, bool unique)
    {
        if (reader.Is("CONCURRENTLY"))
        {
            return Refused("CONCURRENTLY not supported for CREATE INDEX");
        }

        if (!reader.Accept("ASYNC"))
        {
            return Refused("unsupported mode. please use CREATE INDEX ASYNC.");
        }

        string rest = text[reader.Current.Start..];
        reader.Accept("IF", "NOT", "EXISTS");
        if (!reader.Is("ON"))
        {
            reader.ReadName();
        }

        if (!reader.Accept("ON"))
        {
            // Whatever it is, PostgreSQL's own syntax error says it best.
            return new Verdict(StatementClass.Ddl) { Rewrite = "CREATE INDEX " + rest };
        }

        reader.Accept("ONLY");
        string? table = reader.ReadTableText(text);
        if (Clauses(reader) is { } refusal)
        {
            return Verdict.Refused(refusal);
        }

        string command = SqlIdentifier.Literal("CREATE INDEX " + rest);
        return new Verdict(StatementClass.Ddl)
        {
            Rewrite = $"SELECT job_id FROM sys.sim_submit_index({command}, {SqlIdentifier.Literal(table ?? "")}, {(unique ? "true" : "false")}) AS job_id",
        };
    }

    private static Refusal? Clauses(StatementReader reader)
    {
        if (reader.Is("USING"))
        {
            return Refusal.Unsupported("USING not supported for CREATE INDEX");
        }

        if (Keys(ref reader) is { } bad)
        {
            return bad;
        }

        if (reader.Accept("INCLUDE"))
        {
            StatementReader included = reader;
            reader.SkipParentheses();
            for (included.Advance(); !included.AtEnd && included.Current.Kind != SqlTokenKind.RightParenthesis; included.Advance())
            {
                if (included.Current.Kind == SqlTokenKind.LeftParenthesis)
                {
                    return Refusal.Unsupported("expressions are not supported in included columns");
                }
            }
        }

        reader.Accept("NULLS", "NOT", "DISTINCT");
        reader.Accept("NULLS", "DISTINCT");
        return DefinitionJudge.Is(reader, "WITH", "TABLESPACE")
            ? Refusal.Unsupported($"{DefinitionJudge.Upper(reader)} not supported for CREATE INDEX") : null;
    }

    private static Refusal? Keys(ref StatementReader reader)
    {
        if (!reader.Accept(SqlTokenKind.LeftParenthesis))
        {
            return null;
        }

        for (int keys = 1; !reader.AtEnd; keys++)
        {
            if (keys > MostKeys)
            {
                return new Refusal("54011", $"cannot use more than {MostKeys} columns in an index");
            }

            // An expression in parentheses, a function call, or a column.
            if (!reader.SkipParentheses())
            {
                reader.ReadName();
                reader.SkipParentheses();
            }

            Refusal? refusal = reader.Is("ASC") || reader.Is("DESC") ? Refusal.Unsupported("specifying sort order not supported for index keys")
                : reader.Is("COLLATE") ? Refusal.Unsupported("COLLATE clause not supported")
                : reader.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier && !reader.Is("NULLS")
                    ? Refusal.Unsupported("opclass not supported for index keys") : null;
            if (refusal is not null)
            {
                return refusal;
            }

            _ = reader.Accept("NULLS", "FIRST") || reader.Accept("NULLS", "LAST");
            if (!reader.Accept(SqlTokenKind.Comma))
            {
                break;
            }
        }

        reader.Accept(SqlTokenKind.RightParenthesis);
        return null;
    }

    private static Verdict Refused(string message) => Verdict.Refused(Refusal.Unsupported(message));
}
