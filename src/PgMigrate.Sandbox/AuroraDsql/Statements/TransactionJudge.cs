using PgMigrate.Engine.Sql;

namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>BEGIN, COMMIT, ROLLBACK and what the service refuses beside them.</summary>
internal static class TransactionJudge
{
    public static Verdict? Judge(StatementReader reader)
    {
        if (reader.Accept("BEGIN") || reader.Accept("START", "TRANSACTION"))
        {
            return new Verdict(StatementClass.Begin) { Refusal = BadLevel(reader) };
        }

        if (reader.Is("SAVEPOINT") || reader.Is("RELEASE"))
        {
            return Verdict.Refused(Unsupported(reader.CurrentText.ToString().ToUpperInvariant()));
        }

        if (reader.Accept("COMMIT") || reader.Accept("END"))
        {
            return reader.Is("PREPARED") ? Verdict.Refused(Unsupported("COMMIT PREPARED")) : new Verdict(StatementClass.Commit);
        }

        if (reader.Accept("ROLLBACK") || reader.Accept("ABORT"))
        {
            _ = reader.Accept("TRANSACTION") || reader.Accept("WORK");
            return reader.Is("PREPARED") ? Verdict.Refused(Unsupported("ROLLBACK PREPARED"))
                : reader.Is("TO") ? Verdict.Refused(Unsupported("ROLLBACK TO SAVEPOINT"))
                : new Verdict(StatementClass.Rollback);
        }

        return null;
    }

    /// <summary>Isolation is always REPEATABLE READ; another level that is asked for is refused.</summary>
    private static Refusal? BadLevel(StatementReader reader)
    {
        if (!reader.SkipTo("ISOLATION") || !reader.Accept("ISOLATION", "LEVEL") || reader.Accept("REPEATABLE", "READ"))
        {
            return null;
        }

        string level = reader.Accept("READ") ? "READ " + reader.CurrentText.ToString() : reader.CurrentText.ToString();
        return Refusal.Unsupported("Unsupported isolation level: " + level.ToUpperInvariant());
    }

    private static Refusal Unsupported(string name) => Refusal.Unsupported("unsupported transaction statement: " + name);
}
