using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads the maintenance commands.</summary>
internal static class MaintenanceParser
{
    /// <summary>Null when it is none.</summary>
    public static MaintenanceStatement? Read(ref StatementReader reader)
    {
        string? command = reader.Accept("VACUUM") ? "VACUUM"
            : reader.Accept("CLUSTER") ? "CLUSTER"
            : reader.Accept("REPACK") ? "REPACK"
            : reader.Accept("REINDEX") ? "REINDEX"
            : reader.Accept("REFRESH", "MATERIALIZED", "VIEW") ? "REFRESH MATERIALIZED VIEW"
            : null;
        if (command is null)
        {
            return null;
        }

        (bool full, bool concurrently) = ReadOptions(ref reader);
        if (command == "REINDEX")
        {
            reader.Advance();
        }

        while (reader.Is("FULL") || reader.Is("FREEZE") || reader.Is("VERBOSE") || reader.Is("ANALYZE") || reader.Is("CONCURRENTLY"))
        {
            full |= reader.Is("FULL");
            concurrently |= reader.Is("CONCURRENTLY");
            reader.Advance();
        }

        TableReference? target = Skim.Reference(ref reader);
        if (command == "CLUSTER" && target is not null && reader.Accept("ON"))
        {
            // The old form, CLUSTER index ON table.
            target = Skim.Reference(ref reader);
        }

        return new MaintenanceStatement(command, target) { IsFull = full, IsConcurrent = concurrently };
    }

    private static (bool Full, bool Concurrently) ReadOptions(ref StatementReader reader)
    {
        bool full = false;
        bool concurrently = false;
        if (reader.Accept(SqlTokenKind.LeftParenthesis))
        {
            while (!reader.AtEnd && !reader.Accept(SqlTokenKind.RightParenthesis))
            {
                bool isFull = reader.Is("FULL");
                bool isConcurrent = reader.Is("CONCURRENTLY");
                reader.Advance();
                bool off = reader.Is("FALSE") || reader.Is("OFF") || reader.CurrentText is "0";
                full |= isFull && !off;
                concurrently |= isConcurrent && !off;
            }
        }

        return (full, concurrently);
    }
}
