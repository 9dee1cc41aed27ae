using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads statements that start with <c>DROP</c>.</summary>
internal static class DropParser
{
    /// <summary>Reads on after <c>DROP</c>; null when it is of no known kind.</summary>
    public static ParsedStatement? Read(ref StatementReader reader)
    {
        StatementReader ahead = reader;
        if (ahead.Accept("FOREIGN") && ahead.Is("TABLE"))
        {
            reader = ahead;
        }

        if (CreateParser.ReadType(ref reader) is not { } type)
        {
            return null;
        }

        bool concurrently = reader.Accept("CONCURRENTLY");
        bool guarded = reader.Accept("IF", "EXISTS");
        IReadOnlyList<TableReference> names = Skim.References(ref reader);
        TableReference? table = reader.Accept("ON") ? Skim.Reference(ref reader) : null;
        return new DropStatement(type, names) { IfExists = guarded, IsConcurrent = concurrently, Table = table, IsCascade = reader.SkipTo("CASCADE") };
    }
}
