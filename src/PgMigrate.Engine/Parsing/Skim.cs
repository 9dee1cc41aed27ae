using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Steps over parts of a statement that need not be understood.</summary>
internal static class Skim
{
    /// <summary>Steps over one token, or over a whole group in parentheses or brackets; returns what it stepped over.</summary>
    public static TextSpan One(ref StatementReader reader)
    {
        int start = reader.Current.Start;
        int end;
        int depth = 0;
        do
        {
            depth += reader.Current.Kind switch
            {
                SqlTokenKind.LeftParenthesis or SqlTokenKind.LeftBracket => 1,
                SqlTokenKind.RightParenthesis or SqlTokenKind.RightBracket => -1,
                _ => 0,
            };
            end = reader.Current.End;
            reader.Advance();
        }
        while (depth > 0 && !reader.AtEnd);
        return new TextSpan(start, end);
    }

    /// <summary>What was read since a place; empty when nothing was.</summary>
    public static TextSpan Since(int start, in StatementReader reader) => new(start, Math.Max(start, reader.PreviousEnd));

    /// <summary>Steps over a group in parentheses; an empty span when none is at hand.</summary>
    public static TextSpan Parentheses(ref StatementReader reader) =>
        reader.Current.Kind == SqlTokenKind.LeftParenthesis ? One(ref reader) : new TextSpan(reader.Current.Start, reader.Current.Start);

    /// <summary>True at the end, at a comma and at a closing parenthesis: what ends an element of a list.</summary>
    public static bool AtElementEnd(in StatementReader reader) =>
        reader.Current.Kind is SqlTokenKind.End or SqlTokenKind.Comma or SqlTokenKind.RightParenthesis;

    /// <summary>Steps to the end of the element at hand; returns the end of its last token.</summary>
    public static int ToElementEnd(ref StatementReader reader, int end)
    {
        while (!AtElementEnd(reader))
        {
            end = One(ref reader).End;
        }

        return end;
    }

    /// <summary>Reads names in parentheses, <c>(a, b)</c>; other elements, such as expressions, count as <c>?</c>.</summary>
    public static IReadOnlyList<string> Names(ref StatementReader reader)
    {
        var names = new List<string>();
        if (!reader.Accept(SqlTokenKind.LeftParenthesis))
        {
            return names;
        }

        while (!reader.AtEnd)
        {
            names.Add(ObjectName.ReadPart(ref reader) is { } name && !IsPart(reader.Current.Kind) ? name : "?");
            ToElementEnd(ref reader, 0);
            if (!reader.Accept(SqlTokenKind.Comma))
            {
                break;
            }
        }

        reader.Accept(SqlTokenKind.RightParenthesis);
        return names;
    }

    /// <summary>A name with more behind it is none of a column: <c>f(a)</c>, <c>s.f(a)</c>, <c>a[1]</c>.</summary>
    private static bool IsPart(SqlTokenKind next) => next is SqlTokenKind.LeftParenthesis or SqlTokenKind.LeftBracket or SqlTokenKind.Dot;

    /// <summary>Reads names separated by commas, <c>a, b.c</c>.</summary>
    public static IReadOnlyList<TableReference> References(ref StatementReader reader)
    {
        var names = new List<TableReference>();
        do
        {
            reader.Accept("ONLY");
            if (Reference(ref reader) is not { } name)
            {
                break;
            }

            names.Add(name);
            if (reader.Current.Kind == SqlTokenKind.Operator && reader.CurrentText is "*")
            {
                reader.Advance();
            }

            reader.SkipParentheses();
        }
        while (reader.Accept(SqlTokenKind.Comma));
        return names;
    }

    /// <summary>Reads a name and where it stands; null when none is at hand.</summary>
    public static TableReference? Reference(ref StatementReader reader)
    {
        int start = reader.Current.Start;
        int end = start;
        return ObjectName.TryRead(ref reader, out ObjectName name, ref end) ? new TableReference(name, new TextSpan(start, end)) : null;
    }
}
