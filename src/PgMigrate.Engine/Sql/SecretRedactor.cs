using System.Text;

namespace PgMigrate.Engine.Sql;

/// <summary>
/// Takes secrets out of SQL that is shown or kept: string constants right after PASSWORD (roles, user mappings), after
/// CONNECTION (subscriptions), and any that hold <c>password=</c> (connection strings) or a URI with a password in it.
/// </summary>
public static class SecretRedactor
{
    private const string Mask = "'***'";

    /// <summary>Bodies inside bodies that are looked into; a deeper one is masked whole.</summary>
    private const int MaxDepth = 4;

    /// <summary>The text without its secrets. Where it cannot be read as SQL, the rest is left out: it may hold one.</summary>
    /// <param name="sql">A script or a part of one.</param>
    public static string Redact(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return Redact(sql, 0);
    }

    /// <summary>True when <see cref="Redact(string)"/> would take something out.</summary>
    /// <param name="sql">A script or a part of one.</param>
    internal static bool HoldsSecret(ReadOnlySpan<char> sql) =>
        MayHoldSecret(sql) && sql.ToString() is var text && !string.Equals(Redact(text), text, StringComparison.Ordinal);

    private static string Redact(string sql, int depth)
    {
        if (!MayHoldSecret(sql))
        {
            return sql;
        }

        var result = new StringBuilder(sql.Length);
        var lexer = new SqlLexer(sql);
        bool afterKey = false;
        try
        {
            for (SqlToken token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
            {
                ReadOnlySpan<char> text = token.Of(sql);
                bool constant = token.Kind is SqlTokenKind.StringConstant or SqlTokenKind.EscapeString
                    or SqlTokenKind.UnicodeString or SqlTokenKind.DollarString;
                if (constant && token.Kind == SqlTokenKind.DollarString && !afterKey)
                {
                    result.Append(depth < MaxDepth ? RedactBody(text, depth) : Mask);
                }
                else
                {
                    result.Append(constant && (afterKey || HoldsCredential(text)) ? Mask : text);
                }

                if (!token.IsTrivia)
                {
                    afterKey = token.Is(sql, "PASSWORD") || token.Is(sql, "CONNECTION")
                        || (afterKey && token.Kind == SqlTokenKind.Operator && text is "=" or ":=" or "=>");
                }
            }
        }
        catch (SqlSyntaxException)
        {
            return result.Append("…").ToString();
        }

        return result.ToString();
    }

    /// <summary>The inside of a dollar-quoted body is SQL of its own more often than not.</summary>
    private static string RedactBody(ReadOnlySpan<char> text, int depth)
    {
        int tag = text[1..].IndexOf('$') + 2;
        return $"{text[..tag]}{Redact(text[tag..^tag].ToString(), depth + 1)}{text[^tag..]}";
    }

    /// <summary>A cheap first look; says yes too often, never no too often.</summary>
    internal static bool MayHoldSecret(ReadOnlySpan<char> text) =>
        WordSearch.Contains(text, "password")
        || WordSearch.Contains(text, "connection")
        || text.Contains("://", StringComparison.Ordinal);

    /// <summary>A connection string: <c>password=</c> in it, or a URI with something before an @.</summary>
    private static bool HoldsCredential(ReadOnlySpan<char> text)
    {
        int password = WordSearch.IndexOf(text, "password");
        int uri = text.IndexOf("://", StringComparison.Ordinal);
        return (password >= 0 && text[password..].Contains('=')) || (uri >= 0 && text[uri..].Contains('@'));
    }
}
