using System.Text;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Scripting;

/// <summary>Puts the statements of a script together as a text whose places are those of the calls in the script.</summary>
internal static class RenderedScript
{
    /// <param name="head">Comments of the script's head that are directives, as SQL comments; may be empty.</param>
    /// <param name="statements">Its statements.</param>
    /// <param name="path">Full path of the script.</param>
    /// <exception cref="SqlSyntaxException">A call's SQL is not whole: it would swallow what the next call asks for.</exception>
    public static SourceText Compose(string head, IReadOnlyList<ScriptStatement> statements, string path)
    {
        var text = new StringBuilder(head);
        var places = new List<SourcePosition> { new(0, 1, 1) };
        foreach (ScriptStatement statement in statements)
        {
            var place = new SourcePosition(text.Length, statement.Line ?? 1, statement.Column ?? 1);
            places.Add(place);
            RequireWhole(statement, path, place);
            text.Append(statement.Sql).Append('\n');
        }

        return SourceText.FromGenerated(text.ToString(), path, places);
    }

    private static void RequireWhole(ScriptStatement statement, string path, SourcePosition place)
    {
        SourceText text = SourceText.FromGenerated(statement.Sql, path, [place with { Offset = 0 }]);
        _ = StatementSplitter.Split(text).Count();
    }
}
