using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>Walks over the actions of an ALTER TABLE.</summary>
internal static class AlterTableReader
{
    /// <summary>Reads up to the first action; false when the statement is no ALTER TABLE.</summary>
    public static bool TryStart(ref StatementReader reader, out ObjectName table)
    {
        table = default;
        if (!reader.Accept("ALTER"))
        {
            return false;
        }

        reader.Accept("FOREIGN");
        if (!reader.Accept("TABLE"))
        {
            return false;
        }

        reader.Accept("IF", "EXISTS");
        reader.Accept("ONLY");
        if (!ObjectName.TryRead(ref reader, out table))
        {
            return false;
        }

        if (reader.Current.Kind == SqlTokenKind.Operator && reader.CurrentText is "*")
        {
            reader.Advance();
        }

        return true;
    }

    /// <summary>Goes behind the comma that ends the action at hand; false when it was the last.</summary>
    public static bool NextAction(ref StatementReader reader)
    {
        SkipAction(ref reader);
        return reader.Accept(SqlTokenKind.Comma);
    }

    /// <summary>Goes to the end of the action at hand.</summary>
    public static void SkipAction(ref StatementReader reader)
    {
        while (!IsActionEnd(reader))
        {
            Step(ref reader);
        }
    }

    /// <summary>True at the comma behind an action and at the end.</summary>
    public static bool IsActionEnd(in StatementReader reader) => reader.Current.Kind is SqlTokenKind.End or SqlTokenKind.Comma;

    /// <summary>Steps over one token, or over a whole group in parentheses or brackets.</summary>
    public static void Step(ref StatementReader reader)
    {
        int depth = 0;
        do
        {
            depth += reader.Current.Kind switch
            {
                SqlTokenKind.LeftParenthesis or SqlTokenKind.LeftBracket => 1,
                SqlTokenKind.RightParenthesis or SqlTokenKind.RightBracket => -1,
                _ => 0,
            };
            reader.Advance();
        }
        while (depth > 0 && !reader.AtEnd);
    }
}
