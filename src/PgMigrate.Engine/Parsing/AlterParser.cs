using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads statements that start with <c>ALTER</c>.</summary>
internal static class AlterParser
{
    private static readonly string[][] Actions =
    [
        ["ADD", "VALUE"], ["RENAME", "VALUE"], ["RENAME", "TO"], ["ADD", "CONSTRAINT"], ["DROP", "CONSTRAINT"], ["VALIDATE", "CONSTRAINT"],
        ["ADD", "CHECK"], ["ADD", "NOT", "NULL"], ["SET", "NOT", "NULL"], ["SET", "SCHEMA"], ["OWNER", "TO"], ["SET", "TABLESPACE"],
    ];

    /// <summary>Reads on after <c>ALTER</c>; null when it is of no known kind.</summary>
    public static ParsedStatement? Read(ref StatementReader reader)
    {
        StatementReader ahead = reader;
        ahead.Accept("FOREIGN");
        if (ahead.Accept("TABLE") && !ahead.Accept("ALL", "IN"))
        {
            reader = ahead;
            return AlterTableParser.Read(ref reader);
        }

        if (CreateParser.ReadType(ref reader) is not { } type)
        {
            return null;
        }

        bool guarded = reader.Accept("IF", "EXISTS");
        ObjectName name = ObjectName.TryRead(ref reader, out ObjectName found) ? found : new ObjectName(null, "");
        reader.SkipParentheses();
        TableReference? table = type is "TRIGGER" or "POLICY" or "RULE" && reader.Accept("ON") ? Skim.Reference(ref reader) : null;
        foreach (string[] words in Actions)
        {
            if (reader.Accept(words))
            {
                guarded |= reader.Accept("IF", "NOT", "EXISTS") || reader.Accept("IF", "EXISTS");
                return new AlterStatement(type, name, string.Join(' ', words)) { IsGuarded = guarded, IsPlaced = IsPlaced(reader), IsNotValid = IsNotValid(reader), Table = table };
            }
        }

        return new AlterStatement(type, name, "") { IsGuarded = guarded, Table = table };
    }

    private static bool IsPlaced(StatementReader reader) => reader.SkipTo("BEFORE", "AFTER");

    private static bool IsNotValid(StatementReader reader)
    {
        while (reader.SkipTo("NOT"))
        {
            reader.Advance();
            if (reader.Is("VALID"))
            {
                return true;
            }
        }

        return false;
    }
}
