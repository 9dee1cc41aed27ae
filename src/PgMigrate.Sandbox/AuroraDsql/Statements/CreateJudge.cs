using System.Globalization;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>CREATE of anything.</summary>
internal static class CreateJudge
{
    /// <summary>The smallest cache of a sequence that the service takes, beside 1.</summary>
    private const int SmallestCache = 65_536;

    private static readonly Verdict Taken = new(StatementClass.Ddl);

    public static Verdict Judge(StatementReader reader, string text)
    {
        reader.Accept("OR", "REPLACE");
        string? persistence = reader.Accept("TEMP") || reader.Accept("TEMPORARY") || reader.Accept("LOCAL") || reader.Accept("GLOBAL")
            ? "TEMPORARY or TEMP" : reader.Accept("UNLOGGED") ? "UNLOGGED" : null;
        _ = reader.Accept("TEMP") || reader.Accept("TEMPORARY");
        if (persistence is not null)
        {
            string kind = DefinitionJudge.Upper(reader);
            return Verdict.Refused(Refusal.Unsupported($"{persistence} {kind.ToLowerInvariant()} not supported for CREATE {kind}"));
        }

        if (reader.Accept("TABLE"))
        {
            return Taken with { Refusal = TableJudge.Judge(reader) };
        }

        bool unique = reader.Accept("UNIQUE");
        if (reader.Accept("INDEX"))
        {
            return IndexJudge.Judge(reader, text, unique);
        }

        return Taken with { Refusal = Other(reader) };
    }

    /// <summary>The error for a sequence or identity whose cache size is missing or not taken; null when it is fine.</summary>
    /// <param name="reader">At the first option.</param>
    /// <param name="what">Name for the message.</param>
    /// <param name="required">True when a missing size is an error.</param>
    /// <param name="within">True when the options are the group in parentheses at hand.</param>
    public static Refusal? BadCache(StatementReader reader, string what, bool required, bool within = false)
    {
        if (within && !reader.Accept(SqlTokenKind.LeftParenthesis))
        {
            return Bad();
        }

        while (!reader.Is("CACHE"))
        {
            if (reader.AtEnd || (within && reader.Current.Kind == SqlTokenKind.RightParenthesis))
            {
                return required ? Bad() : null;
            }

            reader.Advance();
        }

        reader.Advance();
        return long.TryParse(reader.CurrentText, NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size is 1 or >= SmallestCache ? null : Bad();

        Refusal Bad() => Refusal.Unsupported(
            $"{what} is not supported without an explicit cache size. please define CACHE greater than or equal to 65536 or equal to 1");
    }

    private static Refusal? Other(StatementReader reader)
    {
        string kind = DefinitionJudge.Upper(reader);
        switch (kind)
        {
            case "SEQUENCE":
                return Sequence(reader);
            case "FUNCTION":
                return Function(reader);
            case "VIEW" or "RECURSIVE":
                return reader.SkipTo("CHECK") && reader.Accept("CHECK", "OPTION") ? Refusal.Unsupported("WITH CHECK OPTION not supported for CREATE VIEW") : null;
            case "DOMAIN":
                return reader.SkipTo("COLLATE") ? Refusal.Unsupported("COLLATE clause not supported") : null;
            case "SCHEMA":
                return Schema(reader);
            case "ROLE" or "USER":
                return Role(reader);
            case "STATISTICS":
                return null;
            case "MATERIALIZED":
                return Refusal.Statement("CreateTableAs");
            case "EXTENSION":
                return Refusal.Statement("CreateExtension");
            case "PROCEDURE":
                return Refusal.Unsupported("PROCEDURE is not supported");
            case "TYPE":
                return Type(reader);
            case "CONSTRAINT":
                return Refusal.Unsupported("CREATE TRIGGER not supported");
            default:
                return Refusal.Unsupported($"CREATE {kind} not supported");
        }
    }

    private static Refusal? Sequence(StatementReader reader)
    {
        StatementReader options = reader;
        if (reader.SkipTo("AS"))
        {
            reader.Advance();
            if (!DefinitionJudge.Is(reader, "bigint", "int8"))
            {
                return Refusal.Unsupported($"datatype {reader.CurrentText} not supported, sequence type must be bigint");
            }
        }

        return BadCache(options, "CREATE SEQUENCE", required: true);
    }

    private static Refusal? Function(StatementReader reader)
    {
        if (!reader.SkipTo("LANGUAGE"))
        {
            return null;
        }

        reader.Advance();
        string language = reader.CurrentText.Trim("'\"").ToString().ToLowerInvariant();
        return language == "sql" ? null : Refusal.Unsupported($"CREATE FUNCTION with language {language} not supported");
    }

    private static Refusal? Schema(StatementReader reader)
    {
        while (reader.SkipTo("CREATE", "GRANT"))
        {
            if (!reader.Accept("CREATE") || !DefinitionJudge.Is(reader, "TABLE", "VIEW"))
            {
                return Refusal.Unsupported("unsupported CREATE SCHEMA element");
            }
        }

        return null;
    }

    private static Refusal? Role(StatementReader reader)
    {
        reader.Advance();
        reader.ReadName();
        reader.Accept("WITH");
        _ = reader.Accept("LOGIN") || reader.Accept("NOLOGIN");
        return reader.AtEnd ? null : Refusal.Unsupported($"CREATE ROLE option {DefinitionJudge.Upper(reader)} not supported");
    }

    private static Refusal Type(StatementReader reader)
    {
        reader.Advance();
        reader.ReadName();
        return !reader.Accept("AS") || reader.Is("ENUM") ? Refusal.Unsupported("CREATE TYPE not supported")
            : Refusal.Statement(reader.Is("RANGE") ? "CreateRange" : "CompositeType");
    }
}
