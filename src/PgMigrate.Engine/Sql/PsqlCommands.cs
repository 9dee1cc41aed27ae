namespace PgMigrate.Engine.Sql;

/// <summary>Refuses psql's backslash commands with what to do instead.</summary>
internal static class PsqlCommands
{
    private static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["\\set"] = "Give the value with -Variable instead.",
        ["\\gset"] = "Give the value with -Variable instead.",
        ["\\i"] = "Put the text of the other file here, or make it a migration of its own.",
        ["\\ir"] = "Put the text of the other file here, or make it a migration of its own.",
        ["\\include"] = "Put the text of the other file here, or make it a migration of its own.",
        ["\\copy"] = "Write COPY … FROM STDIN; with the data after it, ended by a line \\. instead.",
        ["\\c"] = "A run works on one database; connect to the other one and run its migrations there.",
        ["\\connect"] = "A run works on one database; connect to the other one and run its migrations there.",
        ["\\."] = "It ends COPY data, but no COPY … FROM STDIN stands before it.",
        ["\\g"] = "End the statement with a semicolon instead.",
        ["\\gexec"] = "Write a DO block with EXECUTE instead.",
        ["\\if"] = "Write a DO block with IF instead.",
    };

    public static SqlSyntaxException Refuse(ReadOnlySpan<char> text, int offset)
    {
        int end = offset + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '\\' && end - offset < 32)
        {
            end++;
        }

        string command = text[offset..end].ToString();
        string instead = Instead.GetValueOrDefault(command, "Take it out.");
        return new SqlSyntaxException(
            SqlSyntaxError.PsqlCommand, $"{command} is a command of psql's, which a server does not know. {instead}", offset);
    }
}
