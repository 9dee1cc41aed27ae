using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>Looks for <c>:name</c>, the parameters of the RDS Data API, in dollar-quoted bodies.</summary>
internal static class ColonNames
{
    /// <summary>The first one that stands in code, not in a literal or comment of the body; null when there is none.</summary>
    public static string? InDollarStrings(SqlStatement statement)
    {
        ReadOnlySpan<char> text = statement.Text.Span;
        var lexer = new SqlLexer(text);
        for (SqlToken token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (token.Kind == SqlTokenKind.DollarString && InBody(BodyOf(token.Of(text))) is { } name)
            {
                return name;
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> BodyOf(ReadOnlySpan<char> quoted)
    {
        int tag = quoted[1..].IndexOf('$') + 2;
        return quoted[tag..^tag];
    }

    /// <summary>A body may be in any language; what cannot be read as SQL is looked at as far as it can be.</summary>
    private static string? InBody(ReadOnlySpan<char> body)
    {
        try
        {
            var lexer = new SqlLexer(body);
            for (SqlToken token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
            {
                ReadOnlySpan<char> written = token.Of(body);
                if (token.Kind == SqlTokenKind.Variable && (char.IsAsciiLetter(written[1]) || written[1] == '_'))
                {
                    return written.ToString();
                }
            }
        }
        catch (SqlSyntaxException)
        {
            // Not SQL; a warning is not owed for it.
        }

        return null;
    }
}
