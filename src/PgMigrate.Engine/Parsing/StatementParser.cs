using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>
/// Reads what a statement says. Made for rules: heads, names, types and options are read, expressions and queries are stepped over. What it
/// does not know is opaque, never an error.
/// </summary>
public static class StatementParser
{
    /// <summary>Reads a statement.</summary>
    /// <param name="statement">It.</param>
    public static ParsedStatement Parse(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return Parse(new StatementReader(statement));
    }

    /// <summary>Reads a statement.</summary>
    /// <param name="reader">Stands on its first token.</param>
    public static ParsedStatement Parse(StatementReader reader)
    {
        int start = reader.Current.Start;
        TextSpan head = HeadOf(reader);
        while (reader.Accept(SqlTokenKind.LeftParenthesis))
        {
            // A query may stand in parentheses; nothing else may.
        }

        string first = CommandOf(reader);
        ParsedStatement? parsed = first switch
        {
            "CREATE" => Skip(ref reader) ? CreateParser.Read(ref reader) : null,
            "ALTER" => Skip(ref reader) ? AlterParser.Read(ref reader) : null,
            "DROP" => Skip(ref reader) ? reader.Is("OWNED") ? new OpaqueStatement("DROP OWNED") : DropParser.Read(ref reader) : null,
            "TRUNCATE" => ReadTruncate(ref reader),
            "INSERT" or "UPDATE" or "DELETE" or "MERGE" or "WITH" => DataChangeParser.Read(ref reader),
            "COPY" => ReadCopy(ref reader),
            "SET" or "RESET" => SetParser.Read(ref reader),
            "VACUUM" or "CLUSTER" or "REPACK" or "REINDEX" or "REFRESH" => MaintenanceParser.Read(ref reader),
            "DO" => ReadDo(ref reader),
            "LOCK" => ReadLock(ref reader),
            "COMMENT" => reader.Accept("COMMENT", "ON") ? new OpaqueStatement(first) { Subject = reader.CurrentText.ToString().ToUpperInvariant() } : null,
            "GRANT" or "REVOKE" => ReadGrant(ref reader),
            _ => TransactionStatements.Read(reader) is { Control: not TransactionControl.None } traits ? new TransactionStatement(traits.Control) : null,
        };
        return (parsed ?? new OpaqueStatement(first)).Headed(head with { Start = start });
    }

    /// <summary>The first words up to the first that is a name or something else: <c>CREATE UNIQUE INDEX CONCURRENTLY</c>.</summary>
    private static TextSpan HeadOf(StatementReader reader)
    {
        int end = reader.Current.End;
        for (int words = 0; words < 4 && IsHeadWord(reader, words); words++)
        {
            end = reader.Current.End;
            reader.Advance();
        }

        return new TextSpan(0, end);
    }

    private static bool IsHeadWord(in StatementReader reader, int words) => reader.Current.Kind == SqlTokenKind.Word && (words == 0 || Among(reader, HeadWords) is not null);

    private static readonly string[] HeadWords =
    [
        "TABLE", "INDEX", "UNIQUE", "CONCURRENTLY", "ASYNC", "VIEW", "MATERIALIZED", "SCHEMA", "SEQUENCE", "TYPE", "DOMAIN", "FUNCTION", "PROCEDURE", "TRIGGER",
        "POLICY", "EXTENSION", "ROLE", "USER", "DATABASE", "TEMP", "TEMPORARY", "UNLOGGED", "FOREIGN", "OR", "REPLACE", "INTO", "FROM", "FULL", "TRANSACTION",
        "WORK", "CONSTRAINT", "EVENT", "RULE", "TABLESPACE", "SERVER", "SYSTEM",
    ];

    private static readonly string[] Commands =
    [
        "CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "SELECT", "COMMENT", "GRANT", "REVOKE", "SET", "DO", "WITH", "TRUNCATE", "COPY", "BEGIN", "COMMIT",
    ];

    /// <summary>The first word in upper case; empty when something else is at hand.</summary>
    private static string CommandOf(in StatementReader reader) =>
        reader.Current.Kind == SqlTokenKind.Word ? Among(reader, Commands) ?? reader.CurrentText.ToString().ToUpperInvariant() : "";

    /// <summary>The one of the key words that is at hand, or null.</summary>
    private static string? Among(in StatementReader reader, string[] words)
    {
        foreach (string word in words)
        {
            if (reader.Is(word))
            {
                return word;
            }
        }

        return null;
    }

    private static bool Skip(ref StatementReader reader)
    {
        reader.Advance();
        return true;
    }

    private static TruncateStatement? ReadTruncate(ref StatementReader reader)
    {
        reader.Advance();
        reader.Accept("TABLE");
        IReadOnlyList<TableReference> tables = Skim.References(ref reader);
        return tables.Count > 0 ? new TruncateStatement(tables, reader.SkipTo("CASCADE")) : null;
    }

    private static DataChangeStatement? ReadCopy(ref StatementReader reader)
    {
        reader.Advance();
        StatementReader ahead = reader;
        if (ahead.Accept("BINARY") && !ahead.Is("FROM") && !ahead.Is("TO") && ahead.Current.Kind is not SqlTokenKind.Dot and not SqlTokenKind.LeftParenthesis)
        {
            reader = ahead;
        }

        if (Skim.Reference(ref reader) is not { } table)
        {
            return null;
        }

        IReadOnlyList<string> columns = Skim.Names(ref reader);
        return reader.Is("FROM") ? new DataChangeStatement(DataChangeKind.Copy, table) { Columns = columns } : null;
    }

    private static LockStatement? ReadLock(ref StatementReader reader)
    {
        reader.Advance();
        reader.Accept("TABLE");
        IReadOnlyList<TableReference> tables = Skim.References(ref reader);
        var mode = new List<string>();
        if (reader.Accept("IN"))
        {
            for (; !reader.AtEnd && !reader.Is("MODE"); reader.Advance())
            {
                mode.Add(reader.CurrentText.ToString().ToUpperInvariant());
            }
        }

        return tables.Count > 0 ? new LockStatement(tables, mode.Count > 0 ? string.Join(' ', mode) : "ACCESS EXCLUSIVE") : null;
    }

    private static DoStatement ReadDo(ref StatementReader reader)
    {
        TextSpan? body = null;
        string language = "plpgsql";
        reader.Advance();
        while (!reader.AtEnd)
        {
            if (reader.Accept("LANGUAGE"))
            {
                language = reader.CurrentText.Trim('\'').Trim('"').ToString().ToLowerInvariant();
            }
            else if (reader.Current.Kind is SqlTokenKind.DollarString or SqlTokenKind.StringConstant or SqlTokenKind.EscapeString)
            {
                body = new TextSpan(reader.Current.Start, reader.Current.End);
            }

            reader.Advance();
        }

        return new DoStatement(body, language);
    }

    private static GrantStatement ReadGrant(ref StatementReader reader)
    {
        bool revoke = reader.Is("REVOKE");
        reader.Advance();
        var statement = new GrantStatement(revoke) { IsAll = reader.Is("ALL") };
        if (reader.SkipTo("TO", "FROM"))
        {
            for (; !reader.AtEnd; reader.Advance())
            {
                statement = reader.Is("PUBLIC") ? statement with { Public = new TextSpan(reader.Current.Start, reader.Current.End) }
                    : reader.Is("OPTION") ? statement with { MayPassOn = true }
                    : statement;
            }
        }

        return statement;
    }
}
