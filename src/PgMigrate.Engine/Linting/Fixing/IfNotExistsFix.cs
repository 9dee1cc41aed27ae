using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Adds IF NOT EXISTS where the grammar has a place for it.</summary>
internal static class IfNotExistsFix
{
    /// <summary>For a CREATE; null where it takes none as it is written.</summary>
    public static LintFix? Of(LintStatement statement)
    {
        StatementReader reader = statement.Read();
        bool hasPlace = statement.Parsed switch
        {
            CreateTableStatement => reader.SkipTo("TABLE") && reader.Accept("TABLE"),
            CreateIndexStatement { Name: not null } => AtIndexName(ref reader),
            CreateStatement created => AtName(ref reader, created),
            _ => false,
        };
        return hasPlace ? WordFixes.IfNotExists(statement, reader) : null;
    }

    /// <summary>For an ADD COLUMN.</summary>
    public static LintFix? Of(LintStatement statement, AlterAction action)
    {
        StatementReader reader = statement.ReadFrom(action.Span.Start);
        if (!reader.Accept("ADD"))
        {
            return null;
        }

        reader.Accept("COLUMN");
        return WordFixes.IfNotExists(statement, reader);
    }

    private static bool AtIndexName(ref StatementReader reader)
    {
        bool found = reader.SkipTo("INDEX");
        reader.Advance();
        _ = reader.Accept("CONCURRENTLY") || reader.Accept("ASYNC");
        return found;
    }

    private static bool AtName(ref StatementReader reader, CreateStatement created)
    {
        string[] words = created.ObjectType.Split(' ');
        if (!reader.SkipTo(words[0]) || !reader.Accept(words))
        {
            return false;
        }

        return created.ObjectType switch
        {
            // A schema's elements cannot follow IF NOT EXISTS, and statistics without a name have no place for it.
            "SCHEMA" => !HoldsElements(reader),
            "STATISTICS" => !reader.Is("ON") && reader.Current.Kind != SqlTokenKind.LeftParenthesis,
            _ => true,
        };
    }

    private static bool HoldsElements(StatementReader reader) => reader.SkipTo("CREATE", "GRANT");
}
