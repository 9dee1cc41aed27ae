using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>Statements that change the catalog.</summary>
internal static class DefinitionJudge
{
    private static readonly Verdict Taken = new(StatementClass.Ddl);

    /// <summary>What DROP takes beside indexes, tables and triggers.</summary>
    private static readonly string[] Droppable = ["TABLE", "VIEW", "SEQUENCE", "FUNCTION", "DOMAIN", "SCHEMA", "ROLE", "STATISTICS"];

    /// <summary>What COMMENT ON is known to take.</summary>
    private static readonly string[] Commentable =
        ["TABLE", "VIEW", "INDEX", "SEQUENCE", "SCHEMA", "ROLE", "FUNCTION", "ROUTINE", "CONSTRAINT"];

    public static Verdict? Judge(StatementReader reader, string text)
    {
        if (reader.Accept("CREATE"))
        {
            return CreateJudge.Judge(reader, text);
        }

        if (reader.Accept("ALTER"))
        {
            return AlterJudge.Judge(reader, text);
        }

        if (reader.Accept("DROP"))
        {
            return Taken with { Refusal = Drop(reader) };
        }

        if (reader.Accept("COMMENT", "ON"))
        {
            return Taken with
            {
                Refusal = Is(reader, Commentable) ? null : Refusal.Unsupported($"COMMENT ON {Upper(reader)} not supported"),
            };
        }

        if (reader.Accept("AWS", "IAM"))
        {
            return AwsIam(reader);
        }

        return reader.Is("GRANT") || reader.Is("REVOKE") ? Taken
            : reader.Accept("ANALYZE") || reader.Accept("ANALYSE") ? new Verdict(StatementClass.Ddl)
            : null;
    }

    /// <summary>True when one of the words is at hand.</summary>
    public static bool Is(StatementReader reader, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (reader.Is(word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The word at hand for a message.</summary>
    public static string Upper(StatementReader reader) => reader.CurrentText.ToString().ToUpperInvariant();

    private static Refusal? Drop(StatementReader reader)
    {
        if (reader.Accept("INDEX"))
        {
            return reader.Is("CONCURRENTLY") ? Refusal.Unsupported("CONCURRENTLY not supported for DROP INDEX") : null;
        }

        if (reader.Accept("TRIGGER"))
        {
            return reader.Accept("IF", "EXISTS") ? null : Refusal.Unsupported("DROP TRIGGER not supported");
        }

        return Is(reader, Droppable) ? null : Refusal.Unsupported($"DROP {Upper(reader)} not supported");
    }

    /// <summary><c>AWS IAM GRANT role TO 'arn'</c> and <c>AWS IAM REVOKE role FROM 'arn'</c>.</summary>
    private static Verdict AwsIam(StatementReader reader)
    {
        bool grant = reader.Accept("GRANT");
        if ((grant || reader.Accept("REVOKE")) && reader.ReadName() is { } role && (reader.Accept("TO") || reader.Accept("FROM"))
            && reader.Current.Kind == SqlTokenKind.StringConstant)
        {
            string function = grant ? "sim_iam_grant" : "sim_iam_revoke";
            return Taken with { Rewrite = $"SELECT sys.{function}({SqlIdentifier.Literal(role)}, {reader.CurrentText})" };
        }

        return Verdict.Refused(new Refusal("42601", "syntax error in AWS IAM statement"));
    }
}
