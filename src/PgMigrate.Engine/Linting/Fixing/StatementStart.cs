using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>The first words of a statement, for a second one that begins alike.</summary>
internal static class StatementStart
{
    /// <summary><c>ALTER TABLE </c> as far as the table; null with words that a second statement might not take.</summary>
    public static string? OfAlterTable(LintStatement statement)
    {
        StatementReader reader = statement.Read();
        return reader.Accept("ALTER", "TABLE") && !reader.Is("IF") && !reader.Is("ASYNC") && !reader.Is("ONLY") ? "ALTER TABLE " : null;
    }
}
