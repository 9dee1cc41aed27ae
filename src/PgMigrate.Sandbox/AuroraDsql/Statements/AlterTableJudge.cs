using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>ALTER TABLE, action by action.</summary>
internal static class AlterTableJudge
{
    private static readonly string[] ConstraintWords =
        ["NOT", "NULL", "DEFAULT", "CHECK", "UNIQUE", "PRIMARY", "GENERATED", "REFERENCES", "CONSTRAINT", "COLLATE", "COMPRESSION"];

    /// <param name="reader">After ALTER TABLE.</param>
    /// <param name="text">The statement.</param>
    public static Verdict Judge(StatementReader reader, string text)
    {
        // ASYNC is no reserved word: a table may be named so.
        StatementReader ahead = reader;
        bool isAsync = ahead.Accept("ASYNC") && ahead.Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier
            && !DefinitionJudge.Is(ahead, "ADD", "ALTER", "DROP", "RENAME", "OWNER", "SET", "VALIDATE", "ENABLE", "DISABLE");
        if (isAsync)
        {
            reader.Advance();
        }

        reader.Accept("IF", "EXISTS");
        reader.Accept("ONLY");
        string? table = reader.ReadTableText(text);
        if (isAsync)
        {
            return Validate(reader, text, table);
        }

        var verdict = new Verdict(StatementClass.Ddl);
        if (DefinitionJudge.Is(reader, "ENABLE", "DISABLE"))
        {
            string word = DefinitionJudge.Upper(reader);
            reader.Advance();
            return reader.Accept("TRIGGER") && DefinitionJudge.Is(reader, "ALL", "USER")
                ? verdict with { Rewrite = "SELECT WHERE false" }
                : Verdict.Refused(Unsupported($"{word} {DefinitionJudge.Upper(reader)}"));
        }

        while (!reader.AtEnd)
        {
            if (Action(reader) is { } refusal)
            {
                return verdict with { Refusal = refusal };
            }

            SkipAction(ref reader);
        }

        return verdict;
    }

    private static Verdict Validate(StatementReader reader, string text, string? table)
    {
        if (!reader.Accept("VALIDATE", "CONSTRAINT"))
        {
            return Verdict.Refused(Refusal.Unsupported("ALTER TABLE ASYNC is supported for VALIDATE CONSTRAINT only"));
        }

        string? constraint = reader.ReadTableText(text);
        string name = SqlIdentifier.Literal(constraint ?? "");
        return new Verdict(StatementClass.Ddl)
        {
            Rewrite = $"SELECT job_id FROM sys.sim_submit_validation({SqlIdentifier.Literal(table ?? "")}, {name}) AS job_id",
        };
    }

    private static Refusal? Action(StatementReader reader)
    {
        if (reader.Accept("ADD"))
        {
            return Add(reader);
        }

        if (reader.Accept("ALTER"))
        {
            if (reader.Accept("CONSTRAINT"))
            {
                return null;
            }

            reader.Accept("COLUMN");
            reader.ReadName();
            return AlterColumn(reader);
        }

        if (reader.Accept("DROP"))
        {
            return null;
        }

        if (reader.Is("VALIDATE"))
        {
            return Unsupported("VALIDATE CONSTRAINT");
        }

        if (DefinitionJudge.Is(reader, "OWNER", "RENAME"))
        {
            return null;
        }

        if (reader.Accept("SET"))
        {
            return reader.Is("SCHEMA") ? null : Unsupported("SET " + DefinitionJudge.Upper(reader));
        }

        return Unsupported(DefinitionJudge.Upper(reader));
    }

    private static Refusal? Add(StatementReader reader)
    {
        if (reader.Accept("CONSTRAINT"))
        {
            reader.ReadName();
            return AddConstraint(reader);
        }

        if (DefinitionJudge.Is(reader, "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE"))
        {
            return AddConstraint(reader);
        }

        reader.Accept("COLUMN");
        reader.Accept("IF", "NOT", "EXISTS");
        reader.ReadName();
        if (TableJudge.BadType(reader) is { } bad)
        {
            return bad;
        }

        for (; !AtActionEnd(reader); Step(ref reader))
        {
            if (DefinitionJudge.Is(reader, ConstraintWords))
            {
                return Refusal.Unsupported("ALTER TABLE ADD COLUMN with constraint not supported");
            }
        }

        return null;
    }

    /// <summary>CHECK and FOREIGN KEY with NOT VALID, and UNIQUE of an index that is there.</summary>
    private static Refusal? AddConstraint(StatementReader reader)
    {
        if (reader.Accept("UNIQUE", "USING", "INDEX"))
        {
            return null;
        }

        bool known = reader.Is("CHECK") || reader.Is("FOREIGN");
        for (; known && !AtActionEnd(reader); Step(ref reader))
        {
            StatementReader ahead = reader;
            if (ahead.Accept("NOT", "VALID"))
            {
                return null;
            }
        }

        return Unsupported("ADD CONSTRAINT");
    }

    private static Refusal? AlterColumn(StatementReader reader)
    {
        if (reader.Is("TYPE"))
        {
            return Unsupported("ALTER COLUMN ... SET DATA TYPE");
        }

        if (reader.Accept("ADD"))
        {
            return Unsupported("ALTER COLUMN ... ADD GENERATED");
        }

        if (!reader.Accept("SET"))
        {
            return DefinitionJudge.Is(reader, "DROP", "RESTART") ? null : Unsupported("ALTER COLUMN ... " + DefinitionJudge.Upper(reader));
        }

        return reader.Is("DATA") ? Unsupported("ALTER COLUMN ... SET DATA TYPE")
            : reader.Is("NOT") ? Unsupported("ALTER COLUMN ... SET NOT NULL")
            : DefinitionJudge.Is(reader, "DEFAULT", "STORAGE", "GENERATED", "INCREMENT", "MINVALUE", "MAXVALUE", "START", "RESTART", "NO", "CYCLE") ? null
            : reader.Is("CACHE") ? CreateJudge.BadCache(reader, "identity column", required: true)
            : Unsupported("ALTER COLUMN ... SET " + DefinitionJudge.Upper(reader));
    }

    private static bool AtActionEnd(StatementReader reader) => reader.AtEnd || reader.Current.Kind == SqlTokenKind.Comma;

    /// <summary>Over one token, or over a group in parentheses.</summary>
    private static void Step(ref StatementReader reader)
    {
        if (!reader.SkipParentheses())
        {
            reader.Advance();
        }
    }

    private static void SkipAction(ref StatementReader reader)
    {
        while (!AtActionEnd(reader))
        {
            Step(ref reader);
        }

        reader.Accept(SqlTokenKind.Comma);
    }

    private static Refusal Unsupported(string action) => Refusal.Unsupported($"unsupported ALTER TABLE {action} statement");
}
