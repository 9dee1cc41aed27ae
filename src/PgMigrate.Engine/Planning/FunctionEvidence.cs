using System.Text;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Asks the catalog whether a CREATE FUNCTION was done: for a function of its name and of the types it takes, in its schema, with its
/// code. One with other code is another's.
/// </summary>
internal static class FunctionEvidence
{
    private const string Eq = "OPERATOR(pg_catalog.=)";

    /// <summary>A query that gives true for the function as the statement has it, false when there is none, null for another one.</summary>
    /// <param name="reader">Behind FUNCTION.</param>
    /// <returns>The query, or null when what the function takes cannot be read.</returns>
    public static string? Of(StatementReader reader)
    {
        if (StatementEvidence.ReadName(ref reader) is not { } name || SqlIdentifier.ParseList(name, '.') is not { Count: 1 or 2 } parts
            || ReadTypes(ref reader) is not { } types)
        {
            return null;
        }

        string schema = parts.Count == 2 ? SqlIdentifier.Literal(parts[0]) : "pg_catalog.current_schema()";
        string found = $"FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid {Eq} p.pronamespace "
            + $"WHERE n.nspname::text {Eq} {schema}::text AND p.proname::text {Eq} {SqlIdentifier.Literal(parts[^1])}::text "
            + FormattableString.Invariant($"AND p.pronargs {Eq} {types.Count}::smallint")
            + string.Concat(types.Select((type, at) => FormattableString.Invariant(
                $" AND p.proargtypes[{at}] {Eq} pg_catalog.to_regtype({SqlIdentifier.Literal(type)})::oid")));

        // As it is written: the server reads the literal as it read the statement's. What is written without one is not compared.
        CreateStatement routine = RoutineReader.Read(ref reader, new CreateStatement("FUNCTION", new ObjectName(null, parts[^1])));
        return routine is { Body: { } body, IsAtomic: false }
            ? $"SELECT CASE WHEN EXISTS (SELECT {found} AND p.prosrc {Eq} {reader.TextOf(body)}::text) THEN true WHEN NOT EXISTS (SELECT {found}) THEN false END"
            : $"SELECT EXISTS (SELECT {found})";
    }

    /// <summary>The types of what goes in, as they are written; null when one of them cannot be told from a name.</summary>
    private static List<string>? ReadTypes(ref StatementReader reader)
    {
        var types = new List<string>();
        if (!reader.Accept(SqlTokenKind.LeftParenthesis))
        {
            return null;
        }

        while (!reader.Accept(SqlTokenKind.RightParenthesis))
        {
            bool goesIn = !IsOut(ref reader);
            if (ReadType(ref reader, ref goesIn) is not { } type)
            {
                return null;
            }

            if (goesIn)
            {
                types.Add(TextOf(type, reader));
            }

            while (!reader.AtEnd && reader.Current.Kind is not (SqlTokenKind.Comma or SqlTokenKind.RightParenthesis))
            {
                Skim.One(ref reader);
            }

            if (!reader.Accept(SqlTokenKind.Comma) && reader.Current.Kind != SqlTokenKind.RightParenthesis)
            {
                return null;
            }
        }

        return types;
    }

    /// <summary>A type, or a name and a type; the mode may stand between them too.</summary>
    private static TypeReference? ReadType(ref StatementReader reader, ref bool goesIn)
    {
        StatementReader ahead = reader;
        if (reader.Current.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier) || reader.Is("SETOF"))
        {
            return null;
        }

        if (TypeReader.Read(ref ahead) is { } alone && IsEnd(ahead))
        {
            reader = ahead;
            return alone;
        }

        reader.Advance();
        goesIn &= !IsOut(ref reader);
        return !reader.Is("SETOF") && TypeReader.Read(ref reader) is { } type && IsEnd(reader) ? type : null;
    }

    /// <summary>The type as <c>to_regtype</c> takes it: without its modifiers, of which a function knows nothing.</summary>
    private static string TextOf(TypeReference type, in StatementReader statement)
    {
        if (type is { Name: "real", Arguments.Length: > 0 })
        {
            return type.IsArray ? "real[]" : "real";
        }

        var text = new StringBuilder();
        for (var reader = new StatementReader(statement.TextOf(type.Span)); !reader.AtEnd;)
        {
            if (!reader.SkipParentheses())
            {
                bool joins = reader.Current.Kind == SqlTokenKind.Dot || (text.Length > 0 && text[^1] == '.');
                text.Append(joins || text.Length == 0 ? "" : " ").Append(reader.CurrentText);
                reader.Advance();
            }
        }

        return text.ToString();
    }

    /// <summary>Steps over the mode; true for what only comes out.</summary>
    private static bool IsOut(ref StatementReader reader)
    {
        if (reader.Accept("OUT"))
        {
            return true;
        }

        if (reader.Accept("IN"))
        {
            reader.Accept("OUT");
        }
        else if (!reader.Accept("INOUT"))
        {
            reader.Accept("VARIADIC");
        }

        return false;
    }

    private static bool IsEnd(in StatementReader reader) =>
        reader.Current.Kind is SqlTokenKind.Comma or SqlTokenKind.RightParenthesis || reader.Is("DEFAULT")
        || (reader.Current.Kind == SqlTokenKind.Operator && reader.CurrentText is "=");
}
