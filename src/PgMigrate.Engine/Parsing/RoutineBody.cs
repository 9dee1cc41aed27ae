using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>
/// Finds the SQL statements in PL/pgSQL code: what stands between semicolons, with the words of control structures (IF … THEN, LOOP, EXCEPTION
/// WHEN … THEN, …) taken off its front. Declarations and assignments come out as they are; they parse as opaque.
/// </summary>
public static class RoutineBody
{
    private static readonly string[] Openers = ["BEGIN", "ELSE", "LOOP", "EXCEPTION", "DECLARE"];
    private static readonly string[] Conditions = ["IF", "ELSIF", "ELSEIF", "WHEN", "WHILE", "FOR", "FOREACH", "CASE"];

    /// <summary>The statements of a DO block, in order, as parts of its source; none when its quoting changes the text.</summary>
    /// <param name="statement">The DO statement.</param>
    /// <param name="body">The literal that holds its code, offsets in the statement.</param>
    public static IReadOnlyList<SqlStatement> Read(SqlStatement statement, TextSpan body)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return Find(statement, body, QuoteLength(statement.Text.Span[body.Start..body.End]), isControlled: true);
    }

    /// <summary>The statements in code, the quotes around it stepped over; none where they are of length -1.</summary>
    private static List<SqlStatement> Find(SqlStatement statement, TextSpan body, int quote, bool isControlled)
    {
        ReadOnlySpan<char> literal = statement.Text.Span[body.Start..body.End];
        var found = new List<SqlStatement>();
        if (quote < 0)
        {
            return found;
        }

        int offset = statement.Start + body.Start + quote;
        try
        {
            foreach (TextSpan span in Cut(literal[quote..^quote], isControlled))
            {
                found.Add(new SqlStatement(statement.Source, offset + span.Start, span.Length));
            }
        }
        catch (SqlSyntaxException)
        {
            // Code that is no PL/pgSQL is the server's to judge; what was read up to there counts.
        }

        return found;
    }

    /// <summary>The statements of a function or procedure in PL/pgSQL or SQL, in order, as parts of its source; none for other languages.</summary>
    /// <param name="statement">The CREATE statement.</param>
    /// <param name="routine">What it says.</param>
    public static IReadOnlyList<SqlStatement> Read(SqlStatement statement, CreateStatement routine)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(routine);
        return routine switch
        {
            { Body: { } body, IsAtomic: true } => Find(statement, body, 0, isControlled: false),
            { Body: { } body, Language: "plpgsql" } => Read(statement, body),
            { Body: { } body, Language: "sql" } => Find(statement, body, QuoteLength(statement.Text.Span[body.Start..body.End]), isControlled: false),
            _ => [],
        };
    }

    /// <summary>Length of <c>$tag$</c> or of a plain quote; -1 where doubled quotes or escapes make the code differ from the text.</summary>
    private static int QuoteLength(ReadOnlySpan<char> literal) => literal[0] switch
    {
        '$' => literal[1..].IndexOf('$') + 2,
        '\'' => literal[1..^1].Contains('\'') ? -1 : 1,
        _ => -1,
    };

    private static List<TextSpan> Cut(ReadOnlySpan<char> code, bool isControlled)
    {
        var spans = new List<TextSpan>();
        var reader = new StatementReader(code);
        while (!reader.AtEnd)
        {
            if (isControlled)
            {
                SkipControl(ref reader);
            }

            int start = reader.Current.Start;
            while (!reader.AtEnd && reader.Current.Kind != SqlTokenKind.Semicolon)
            {
                reader.Advance();
            }

            if (reader.PreviousEnd > start)
            {
                spans.Add(new TextSpan(start, reader.PreviousEnd));
            }

            reader.Accept(SqlTokenKind.Semicolon);
        }

        return spans;
    }

    private static void SkipControl(ref StatementReader reader)
    {
        while (!reader.AtEnd)
        {
            if (reader.Current.Kind == SqlTokenKind.Operator && reader.CurrentText is "<<")
            {
                SkipLabel(ref reader);
            }
            else if (reader.Is("END"))
            {
                // END, END IF, END LOOP label: no statement, and END alone must not be taken for COMMIT.
                while (!reader.AtEnd && reader.Current.Kind != SqlTokenKind.Semicolon)
                {
                    reader.Advance();
                }

                reader.Accept(SqlTokenKind.Semicolon);
            }
            else if (IsOneOf(reader, Conditions))
            {
                SkipCondition(ref reader);
            }
            else if (IsOneOf(reader, Openers))
            {
                reader.Advance();
            }
            else
            {
                return;
            }
        }
    }

    private static void SkipLabel(ref StatementReader reader)
    {
        while (!reader.AtEnd && reader.CurrentText is not ">>")
        {
            reader.Advance();
        }

        reader.Advance();
    }

    /// <summary>Goes behind THEN or LOOP; those of CASE expressions inside do not count.</summary>
    private static void SkipCondition(ref StatementReader reader)
    {
        bool isCase = reader.Accept("CASE");
        int depth = 0;
        for (; !reader.AtEnd && reader.Current.Kind != SqlTokenKind.Semicolon; reader.Advance())
        {
            depth += reader.Is("CASE") ? 1 : reader.Is("END") && depth > 0 ? -1 : 0;
            if (depth == 0 && (isCase ? reader.Is("WHEN") : reader.Is("THEN") || reader.Is("LOOP")))
            {
                if (!isCase)
                {
                    reader.Advance();
                }

                return;
            }
        }
    }

    private static bool IsOneOf(in StatementReader reader, string[] words)
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
}
