using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>ALTER of anything.</summary>
internal static class AlterJudge
{
    private static readonly Verdict Taken = new(StatementClass.Ddl);

    public static Verdict Judge(StatementReader reader, string text)
    {
        if (reader.Accept("TABLE"))
        {
            return AlterTableJudge.Judge(reader, text);
        }

        return Taken with { Refusal = Other(reader) };
    }

    private static Refusal? Other(StatementReader reader)
    {
        string kind = DefinitionJudge.Upper(reader);
        switch (kind)
        {
            case "VIEW" or "DOMAIN" or "SCHEMA" or "STATISTICS":
                return null;
            case "SEQUENCE":
                return CreateJudge.BadCache(reader, "ALTER SEQUENCE", required: false);
            case "FUNCTION":
                reader.Advance();
                reader.ReadName();
                reader.SkipParentheses();
                return DefinitionJudge.Is(reader, "RENAME", "OWNER") || reader.Accept("SET", "SCHEMA")
                    ? null : Refusal.Unsupported("unsupported ALTER FUNCTION statement");
            default:
                return Refusal.Unsupported($"unsupported ALTER {kind} statement");
        }
    }
}
