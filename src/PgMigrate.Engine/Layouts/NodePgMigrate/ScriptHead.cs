using System.Text;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.NodePgMigrate;

/// <summary>
/// The head of a migration that is a program: its directives stand in the <c>//</c> comments before the first line of code
/// (<c>// @timeout: 5min</c>), and mean there what they mean in SQL.
/// </summary>
internal static class ScriptHead
{
    public static MigrationParts Cut(SourceText text, List<MigrationProblem> problems)
    {
        var head = new StringBuilder();
        var places = new List<SourcePosition> { new(0, 1, 1) };
        foreach (TextLine line in TextLine.Of(text))
        {
            ReadOnlySpan<char> words = line.In(text).Trim();
            if (words.StartsWith("//"))
            {
                ReadOnlySpan<char> comment = words.TrimStart('/').Trim();
                if (comment.StartsWith("@") && char.IsAsciiLetter(comment.Length > 1 ? comment[1] : ' ') && IsDirective(comment[1..]))
                {
                    places.Add(text.GetPosition(line.Start) with { Offset = head.Length });
                    head.Append("-- ").Append(comment).Append('\n');
                }
            }
            else if (words.Length > 0 && words is not ("'use strict';" or "\"use strict\";"))
            {
                break;
            }
        }

        SourceText directives = SourceText.FromGenerated(head.ToString(), text.Path!, places);
        return MigrationParts.Native(directives, problems);
    }

    /// <summary>Comments of JavaScript have at-words of their own (<c>@ts-check</c>, <c>@type</c>).</summary>
    private static bool IsDirective(ReadOnlySpan<char> comment)
    {
        int end = comment.IndexOfAny(':', ' ');
        string name = (end < 0 ? comment : comment[..end]).ToString();
        return name is "transaction" or "timeout" or "target" or "ignore";
    }
}
