using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>Recognises the statements that control transactions.</summary>
internal static class TransactionStatements
{
    public static StatementTraits? Read(StatementReader reader)
    {
        if (reader.Accept("BEGIN") || reader.Accept("START", "TRANSACTION"))
        {
            _ = reader.Accept("TRANSACTION") || reader.Accept("WORK");
            return new StatementTraits { Control = TransactionControl.Begin, HasTransactionOptions = !reader.AtEnd };
        }

        if (reader.Accept("COMMIT") || reader.Accept("END"))
        {
            return reader.Is("PREPARED") ? Refused("COMMIT PREPARED") : new StatementTraits { Control = TransactionControl.Commit };
        }

        if (reader.Accept("ROLLBACK") || reader.Accept("ABORT"))
        {
            _ = reader.Accept("TRANSACTION") || reader.Accept("WORK");
            return reader.Is("PREPARED") ? Refused("ROLLBACK PREPARED")
                : new StatementTraits { Control = reader.Is("TO") ? TransactionControl.Savepoint : TransactionControl.Rollback };
        }

        return reader.Is("SAVEPOINT") || reader.Is("RELEASE") ? new StatementTraits { Control = TransactionControl.Savepoint }
            : reader.Accept("PREPARE", "TRANSACTION") ? new StatementTraits { Control = TransactionControl.PrepareTransaction }
            : null;
    }

    private static StatementTraits Refused(string command) => new() { Reason = $"{command} cannot run inside a transaction block" };
}
