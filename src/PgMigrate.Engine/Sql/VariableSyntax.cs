namespace PgMigrate.Engine.Sql;

/// <summary>The shapes of variables: psql's (psql manual, "SQL Interpolation") and templates'.</summary>
internal static class VariableSyntax
{
    /// <summary>Length of <c>:name</c>, <c>:'name'</c>, <c>:"name"</c> or <c>:{?name}</c> at the start of the text; 0 for none.</summary>
    public static int PsqlLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
        {
            return 0;
        }

        char open = text[1];
        if (open is '\'' or '"')
        {
            int name = NameLength(text[2..]);
            return name > 0 && text.Length > name + 2 && text[name + 2] == open ? name + 3 : 0;
        }

        if (open == '{' && text.Length > 2 && text[2] == '?')
        {
            int name = NameLength(text[3..]);
            return name > 0 && text.Length > name + 3 && text[name + 3] == '}' ? name + 4 : 0;
        }

        int plain = NameLength(text[1..]);
        return plain > 0 ? plain + 1 : 0;
    }

    /// <summary>Length of <c>${name}</c> at the start of the text; 0 for none. A name may have dots and dashes.</summary>
    public static int TemplateLength(ReadOnlySpan<char> text)
    {
        int at = 2;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' or '-' or >= '\u0080'))
        {
            at++;
        }

        return at > 2 && at < text.Length && text[at] == '}' ? at + 1 : 0;
    }

    /// <summary>psql's variable names: letters, digits and underscores, anything beyond ASCII.</summary>
    private static int NameLength(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or >= '\u0080'))
        {
            at++;
        }

        return at;
    }
}
