using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>CREATE TABLE: clauses and column definitions.</summary>
internal static class TableJudge
{
    private static readonly string[] Serials = ["serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"];

    /// <param name="reader">After CREATE TABLE.</param>
    public static Refusal? Judge(StatementReader reader)
    {
        reader.Accept("IF", "NOT", "EXISTS");
        reader.ReadName();
        if (reader.Is("AS"))
        {
            return Refusal.Statement("CreateTableAs");
        }

        if (reader.Is("PARTITION"))
        {
            return NotSupported("PARTITION OF");
        }

        if (reader.Is("OF"))
        {
            return NotSupported("OF");
        }

        StatementReader after = reader;
        after.SkipParentheses();
        return Clauses(after) ?? Elements(reader);
    }

    /// <summary>The error for a column's type and constraints, or for a table constraint; null when they are fine.</summary>
    /// <param name="reader">At the first token of one element.</param>
    /// <param name="isColumn">False for a table constraint.</param>
    public static Refusal? Element(StatementReader reader, bool isColumn)
    {
        if (isColumn)
        {
            reader.ReadName();
            if (BadType(reader) is { } bad)
            {
                return bad;
            }
        }

        bool foreign = false;
        for (int depth = 0; !reader.AtEnd; reader.Advance())
        {
            depth += reader.Current.Kind == SqlTokenKind.LeftParenthesis ? 1 : reader.Current.Kind == SqlTokenKind.RightParenthesis ? -1 : 0;
            if (depth < 0 || (depth == 0 && reader.Current.Kind == SqlTokenKind.Comma))
            {
                return null;
            }

            if (depth > 0 || reader.Current.Kind != SqlTokenKind.Word)
            {
                continue;
            }

            foreign = DefinitionJudge.Is(reader, "REFERENCES", "FOREIGN") || (foreign && !DefinitionJudge.Is(reader, "CHECK", "UNIQUE", "PRIMARY"));
            if (Clause(reader, foreign) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>The serial types do not exist; the message is that of a type nobody knows.</summary>
    public static Refusal? BadType(StatementReader reader) =>
        DefinitionJudge.Is(reader, Serials) ? new Refusal("42704", $"type \"{reader.CurrentText}\" does not exist") : null;

    private static Refusal? Clause(StatementReader reader, bool foreign)
    {
        if (reader.Is("COLLATE"))
        {
            return Refusal.Unsupported("COLLATE clause not supported");
        }

        if (reader.Is("EXCLUDE"))
        {
            return NotSupported("EXCLUDE constraint");
        }

        if (!foreign && DefinitionJudge.Is(reader, "DEFERRABLE", "INITIALLY"))
        {
            return Refusal.Unsupported("DEFERRABLE is supported for FOREIGN KEY constraints only");
        }

        // WITH (fillfactor = …) and USING INDEX TABLESPACE …; "time with time zone" is a type.
        StatementReader ahead = reader;
        if ((ahead.Accept("WITH") && ahead.Current.Kind == SqlTokenKind.LeftParenthesis) || reader.Is("USING"))
        {
            return Refusal.Unsupported($"{DefinitionJudge.Upper(reader)} not supported for constraints");
        }

        return reader.Accept("AS", "IDENTITY") ? BadIdentity(reader) : null;
    }

    /// <summary>The options of an identity stand in parentheses of their own, if there are any.</summary>
    private static Refusal? BadIdentity(StatementReader reader) =>
        CreateJudge.BadCache(reader, "identity column", required: true, within: true);

    private static Refusal? Clauses(StatementReader reader)
    {
        for (int depth = 0; !reader.AtEnd; reader.Advance())
        {
            depth += reader.Current.Kind == SqlTokenKind.LeftParenthesis ? 1 : reader.Current.Kind == SqlTokenKind.RightParenthesis ? -1 : 0;
            if (depth == 0 && reader.Current.Kind == SqlTokenKind.Word)
            {
                return reader.Is("AS") ? Refusal.Statement("CreateTableAs")
                    : NotSupported(reader.Is("PARTITION") ? "PARTITION BY clause" : reader.Is("INHERITS") ? "INHERITS clause" : DefinitionJudge.Upper(reader) + " clause");
            }
        }

        return null;
    }

    private static Refusal? Elements(StatementReader reader)
    {
        if (!reader.Accept(SqlTokenKind.LeftParenthesis))
        {
            return null;
        }

        while (!reader.AtEnd && reader.Current.Kind != SqlTokenKind.RightParenthesis)
        {
            bool column = !DefinitionJudge.Is(reader, "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE", "LIKE");
            if (Element(reader, column) is { } refusal)
            {
                return refusal;
            }

            SkipElement(ref reader);
        }

        return null;
    }

    /// <summary>Goes behind the next comma outside parentheses, or stays at the parenthesis that ends the list.</summary>
    private static void SkipElement(ref StatementReader reader)
    {
        for (int depth = 0; !reader.AtEnd; reader.Advance())
        {
            if (depth == 0 && reader.Current.Kind == SqlTokenKind.RightParenthesis)
            {
                return;
            }

            depth += reader.Current.Kind == SqlTokenKind.LeftParenthesis ? 1 : reader.Current.Kind == SqlTokenKind.RightParenthesis ? -1 : 0;
            if (depth == 0 && reader.Accept(SqlTokenKind.Comma))
            {
                return;
            }
        }
    }

    private static Refusal NotSupported(string what) => Refusal.Unsupported($"{what} not supported for CREATE TABLE");
}
