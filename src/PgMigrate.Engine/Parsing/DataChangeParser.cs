using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads the heads of statements that change rows; a leading WITH is stepped over.</summary>
internal static class DataChangeParser
{
    /// <summary>Null when it is none.</summary>
    public static DataChangeStatement? Read(ref StatementReader reader)
    {
        if (reader.Is("WITH") && !reader.SkipTo("INSERT", "UPDATE", "DELETE", "MERGE"))
        {
            return null;
        }

        return reader.Accept("INSERT", "INTO") ? ReadInsert(ref reader)
            : reader.Accept("UPDATE") ? ReadUpdate(ref reader)
            : reader.Accept("DELETE", "FROM") ? ReadTable(ref reader, DataChangeKind.Delete) is { } delete ? delete with { HasWhere = reader.SkipTo("WHERE") } : null
            : reader.Accept("MERGE", "INTO") ? ReadTable(ref reader, DataChangeKind.Merge)
            : null;
    }

    private static DataChangeStatement? ReadInsert(ref StatementReader reader)
    {
        if (ReadTable(ref reader, DataChangeKind.Insert) is not { } insert)
        {
            return null;
        }

        if (reader.Accept("AS"))
        {
            ObjectName.ReadPart(ref reader);
        }

        StatementReader inside = reader;
        bool list = inside.Accept(SqlTokenKind.LeftParenthesis) && !inside.Is("SELECT") && !inside.Is("VALUES") && !inside.Is("WITH")
            && inside.Current.Kind != SqlTokenKind.LeftParenthesis;
        insert = insert with { Columns = list ? Skim.Names(ref reader) : [] };
        if (reader.Accept("OVERRIDING"))
        {
            reader.SkipTo("VALUE");
            reader.Advance();
        }

        return insert with { IsFromQuery = !reader.Is("VALUES") && !reader.Accept("DEFAULT", "VALUES") };
    }

    private static DataChangeStatement? ReadUpdate(ref StatementReader reader)
    {
        if (ReadTable(ref reader, DataChangeKind.Update) is not { } update || !reader.SkipTo("SET"))
        {
            return null;
        }

        reader.Advance();
        var columns = new List<string>();
        do
        {
            if (reader.Current.Kind == SqlTokenKind.LeftParenthesis)
            {
                columns.AddRange(Skim.Names(ref reader));
            }
            else if (ObjectName.ReadPart(ref reader) is { } column)
            {
                // A field or an element, a.x or a[1], may rightly be assigned beside another of the same column.
                bool whole = reader.Current.Kind is not SqlTokenKind.LeftBracket and not SqlTokenKind.Dot;
                columns.Add(whole ? column : "?");
            }

            while (!Skim.AtElementEnd(reader) && !reader.Is("WHERE") && !reader.Is("RETURNING"))
            {
                Skim.One(ref reader);
            }
        }
        while (reader.Accept(SqlTokenKind.Comma));
        return update with { Columns = columns, HasWhere = reader.SkipTo("WHERE") };
    }

    private static DataChangeStatement? ReadTable(ref StatementReader reader, DataChangeKind kind)
    {
        reader.Accept("ONLY");
        return Skim.Reference(ref reader) is { } table ? new DataChangeStatement(kind, table) : null;
    }
}
