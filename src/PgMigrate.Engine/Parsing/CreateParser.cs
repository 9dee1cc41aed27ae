using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads statements that start with <c>CREATE</c>.</summary>
internal static class CreateParser
{
    /// <summary>The kinds of object that are told apart, longer names first.</summary>
    private static readonly string[][] Types =
    [
        ["MATERIALIZED", "VIEW"], ["EVENT", "TRIGGER"], ["FOREIGN", "DATA", "WRAPPER"], ["ACCESS", "METHOD"], ["OPERATOR", "CLASS"], ["OPERATOR", "FAMILY"],
        ["TEXT", "SEARCH", "CONFIGURATION"], ["TEXT", "SEARCH", "DICTIONARY"], ["TEXT", "SEARCH", "PARSER"], ["TEXT", "SEARCH", "TEMPLATE"], ["USER", "MAPPING"],
        ["LARGE", "OBJECT"], ["DEFAULT", "PRIVILEGES"], ["SCHEMA"], ["SEQUENCE"], ["VIEW"], ["TYPE"], ["DOMAIN"], ["EXTENSION"], ["FUNCTION"], ["PROCEDURE"], ["ROUTINE"], ["SYSTEM"], ["TRIGGER"], ["POLICY"], ["RULE"], ["ROLE"], ["USER"],
        ["GROUP"], ["DATABASE"], ["TABLESPACE"], ["SERVER"], ["COLLATION"], ["STATISTICS"], ["AGGREGATE"], ["CAST"], ["CONVERSION"], ["LANGUAGE"], ["OPERATOR"],
        ["PUBLICATION"], ["SUBSCRIPTION"], ["TRANSFORM"], ["INDEX"], ["TABLE"],
    ];

    private static readonly string[] TypeNames = [.. Types.Select(words => string.Join(' ', words))];

    /// <summary>Reads on after <c>CREATE</c>; null when it is of no known kind.</summary>
    public static ParsedStatement? Read(ref StatementReader reader)
    {
        bool replace = reader.Accept("OR", "REPLACE");
        _ = reader.Accept("GLOBAL") || reader.Accept("LOCAL");
        bool temporary = reader.Accept("TEMPORARY") || reader.Accept("TEMP");
        bool unlogged = reader.Accept("UNLOGGED");
        bool unique = reader.Accept("UNIQUE");
        if (reader.Accept("INDEX"))
        {
            return CreateIndexParser.Read(ref reader, unique);
        }

        StatementReader ahead = reader;
        bool foreign = ahead.Accept("FOREIGN") && ahead.Is("TABLE");
        if (foreign)
        {
            reader = ahead;
        }

        if (reader.Accept("TABLE"))
        {
            return CreateTableParser.Read(ref reader, temporary, unlogged, foreign);
        }

        _ = reader.Accept("RECURSIVE") || reader.Accept("CONSTRAINT") || reader.Accept("TRUSTED") || reader.Accept("DEFAULT");
        reader.Accept("PROCEDURAL");
        return ReadType(ref reader) is { } type ? ReadObject(ref reader, type) with { OrReplace = replace, IsTemporary = temporary } : null;
    }

    /// <summary>Steps over the name of a kind of object; null when none is at hand.</summary>
    internal static string? ReadType(ref StatementReader reader)
    {
        for (int at = 0; at < Types.Length; at++)
        {
            if (reader.Accept(Types[at]))
            {
                return TypeNames[at];
            }
        }

        return null;
    }

    private static CreateStatement ReadObject(ref StatementReader reader, string type)
    {
        bool guarded = reader.Accept("IF", "NOT", "EXISTS");
        if (type == "SCHEMA")
        {
            reader.Accept("AUTHORIZATION");
        }

        // CREATE STATISTICS and what is cut short have no name.
        bool isNamed = type != "STATISTICS" || !reader.Is("ON");
        var statement = new CreateStatement(type, isNamed && ObjectName.TryRead(ref reader, out ObjectName name) ? name : new ObjectName(null, "")) { IfNotExists = guarded };
        return type switch
        {
            "TYPE" => statement with { IsEnum = reader.Accept("AS", "ENUM") },
            "TRIGGER" or "POLICY" => reader.SkipTo("ON") ? statement with { Table = TableAfter(ref reader) } : statement,
            "RULE" => reader.SkipTo("TO") ? statement with { Table = TableAfter(ref reader) } : statement,
            "FUNCTION" or "PROCEDURE" => RoutineReader.Read(ref reader, statement),
            "SEQUENCE" => statement with { Cache = CacheOption.Read(ref reader) },
            "DOMAIN" => statement with { DomainConstraint = ReadDomainConstraint(ref reader) },
            _ => statement,
        };
    }

    private static TableReference? TableAfter(ref StatementReader reader)
    {
        reader.Advance();
        return Skim.Reference(ref reader);
    }

    private static TextSpan? ReadDomainConstraint(ref StatementReader reader)
    {
        reader.Accept("AS");
        if (TypeReader.Read(ref reader) is null || !reader.SkipTo("CONSTRAINT", "CHECK", "NOT"))
        {
            return null;
        }

        int start = reader.Current.Start;
        while (!reader.AtEnd)
        {
            reader.Advance();
        }

        return Skim.Since(start, reader);
    }
}
