namespace PgMigrate.Engine.Sql;

/// <summary>Recognises statements that change the session and nothing else: SET and RESET.</summary>
public static class SessionStatements
{
    /// <summary>True for SET and RESET of the session; not for SET LOCAL, SET TRANSACTION and SET CONSTRAINTS, which end with the transaction.</summary>
    /// <param name="text">A statement.</param>
    public static bool ChangesSession(ReadOnlySpan<char> text)
    {
        var reader = new StatementReader(text);
        return reader.Is("RESET")
            || (reader.Accept("SET") && !reader.Is("LOCAL") && !reader.Is("TRANSACTION") && !reader.Is("CONSTRAINTS"));
    }
}
