using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>
/// Recognises the statements for which the server calls <c>PreventInTransactionBlock</c>: each one's manual page says "cannot be
/// executed inside a transaction block". Words in literals, comments and quoted names do not count.
/// </summary>
internal static class NonTransactionalStatements
{
    /// <summary>Why the statement cannot run in a transaction block, or null.</summary>
    public static string? ReasonOf(StatementReader reader)
    {
        string? command = reader.Accept("CREATE") ? AfterCreate(reader)
            : reader.Accept("DROP") ? AfterDrop(reader)
            : reader.Accept("ALTER") ? AfterAlter(reader)
            : reader.Accept("REINDEX") ? AfterReindex(reader)
            : reader.Accept("VACUUM") ? "VACUUM"
            : reader.Accept("CLUSTER") ? AfterCluster(reader)
            : reader.Accept("DISCARD", "ALL") ? "DISCARD ALL"
            : null;
        return command is null ? null : $"{command} cannot run inside a transaction block";
    }

    private static string? AfterCreate(StatementReader reader)
    {
        reader.Accept("UNIQUE");
        return reader.Accept("INDEX", "CONCURRENTLY") ? "CREATE INDEX CONCURRENTLY"
            : reader.Is("DATABASE") ? "CREATE DATABASE"
            : reader.Is("TABLESPACE") ? "CREATE TABLESPACE"
            : reader.Is("SUBSCRIPTION") && !StaysLocal(reader) ? "CREATE SUBSCRIPTION that creates a slot"
            : null;
    }

    /// <summary><c>connect = false</c>, <c>create_slot = false</c> or <c>slot_name = NONE</c>: nothing happens on the publisher.</summary>
    private static bool StaysLocal(StatementReader reader)
    {
        while (!reader.AtEnd)
        {
            bool option = reader.Is("connect") || reader.Is("create_slot") || reader.Is("slot_name");
            reader.Advance();
            if (option && reader.Current.Kind == SqlTokenKind.Operator)
            {
                reader.Advance();
                if (reader.Is("false") || reader.Is("off") || reader.Is("none") || reader.CurrentText is "0" or "'false'" or "'off'")
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string? AfterDrop(StatementReader reader) =>
        reader.Accept("INDEX", "CONCURRENTLY") ? "DROP INDEX CONCURRENTLY"
        : reader.Is("DATABASE") ? "DROP DATABASE"
        : reader.Is("TABLESPACE") ? "DROP TABLESPACE"
        : reader.Is("SUBSCRIPTION") ? "DROP SUBSCRIPTION"
        : null;

    private static string? AfterAlter(StatementReader reader)
    {
        if (reader.Accept("SYSTEM"))
        {
            return "ALTER SYSTEM";
        }

        if (reader.Accept("DATABASE"))
        {
            return reader.ReadName() is not null && reader.Accept("SET", "TABLESPACE") ? "ALTER DATABASE SET TABLESPACE" : null;
        }

        if (reader.Accept("SUBSCRIPTION"))
        {
            reader.ReadName();
            return reader.Accept("REFRESH", "PUBLICATION") ? "ALTER SUBSCRIPTION REFRESH PUBLICATION"
                : (reader.Is("SET") || reader.Is("ADD") || reader.Is("DROP")) && reader.SkipTo("PUBLICATION") ? "ALTER SUBSCRIPTION … PUBLICATION"
                : null;
        }

        return reader.Accept("TABLE") && reader.SkipTo("DETACH") && reader.SkipTo("CONCURRENTLY", "FINALIZE") && reader.Is("CONCURRENTLY")
            ? "DETACH PARTITION CONCURRENTLY" : null;
    }

    private static string? AfterReindex(StatementReader reader)
    {
        // REINDEX (VERBOSE, CONCURRENTLY) INDEX x and REINDEX INDEX CONCURRENTLY x say the same.
        bool concurrently = false;
        if (reader.Accept(SqlTokenKind.LeftParenthesis))
        {
            while (!reader.AtEnd && !reader.Accept(SqlTokenKind.RightParenthesis))
            {
                if (reader.Accept("CONCURRENTLY"))
                {
                    concurrently = !(reader.Is("FALSE") || reader.Is("OFF") || reader.CurrentText is "0");
                }
                else
                {
                    reader.Advance();
                }
            }
        }

        if (reader.Is("SCHEMA") || reader.Is("DATABASE") || reader.Is("SYSTEM"))
        {
            return $"REINDEX {reader.CurrentText.ToString().ToUpperInvariant()}";
        }

        reader.Advance();
        return concurrently || reader.Is("CONCURRENTLY") ? "REINDEX CONCURRENTLY" : null;
    }

    private static string? AfterCluster(StatementReader reader)
    {
        reader.SkipParentheses();
        reader.Accept("VERBOSE");
        return reader.AtEnd ? "CLUSTER of all tables" : null;
    }
}
