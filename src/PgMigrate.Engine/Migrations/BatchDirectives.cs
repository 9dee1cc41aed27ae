using System.Globalization;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>Finds the <c>@batch</c> directives of a script: comment lines between the statements, each for the statement after it.</summary>
internal static class BatchDirectives
{
    private const string Name = "@batch";

    /// <summary>Reads them; what is wrong with one becomes a problem.</summary>
    /// <param name="source">The script.</param>
    /// <param name="statements">Its statements in order.</param>
    /// <param name="problems">Gets the problems.</param>
    public static IReadOnlyDictionary<SqlStatement, BatchDirective> Read(
        SourceText source, IReadOnlyList<SqlStatement> statements, List<MigrationProblem> problems)
    {
        var found = new Dictionary<SqlStatement, BatchDirective>();

        // Only a text that has the word somewhere can have the directive.
        if (!WordSearch.Contains(source.Span, Name))
        {
            return found;
        }

        var tokens = new CopySkipper(source.Span);
        int next = 0;
        for (SqlToken token = tokens.Next(); token.Kind != SqlTokenKind.End; token = tokens.Next())
        {
            while (next < statements.Count && statements[next].End <= token.Start)
            {
                next++;
            }

            if (token.Kind is SqlTokenKind.LineComment or SqlTokenKind.BlockComment)
            {
                foreach ((string line, int offset) in HeaderReader.LinesOf(source.Span, token))
                {
                    if (line.StartsWith('@') && HeaderReader.Parse(line) is ("batch", var value))
                    {
                        Take(value, offset, token.Start, next);
                    }
                }
            }
        }

        return found;

        void Take(string value, int offset, int comment, int at)
        {
            SqlStatement? statement = at < statements.Count ? statements[at] : null;
            bool inside = statement is not null && statement.Start < comment;
            bool behind = at > 0 && source.Span[statements[at - 1].End..comment].IndexOfAny('\r', '\n') < 0;
            if (inside || behind)
            {
                Add($"The directive @batch stands {(inside ? "inside a statement" : "behind a statement on its line")}.", "Write it on a line of its own before the UPDATE or DELETE.");
            }
            else if (statement is null)
            {
                Add("No statement follows the directive @batch.", "Write it right before an UPDATE or DELETE.");
            }
            else if (Parse(value) is not { } directive)
            {
                Add($"The directive @batch has no value '{value}'.", "Write the rows of a batch and the table's key: -- @batch: 1000 by id, or by tenant_id, id.");
            }
            else if (!found.TryAdd(statement, directive))
            {
                Add("The directive @batch stands twice before one statement.", "Keep one.");
            }

            void Add(string message, string remedy) => problems.Add(new MigrationProblem(MigrationProblemCode.InvalidDirective, message, remedy)
            {
                Path = source.Path,
                Position = source.GetPosition(offset),
            });
        }
    }

    /// <summary><c>1000 by id</c>, <c>1000 BY tenant_id, "Id"</c>; null when it is something else.</summary>
    private static BatchDirective? Parse(string value)
    {
        string[] words = value.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 3 && words[1].Equals("by", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(words[0].Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out int rows) && rows > 0
            && SqlIdentifier.ParseList(words[2], ',') is { } key && key.Distinct(StringComparer.Ordinal).Count() == key.Count
            ? new BatchDirective(rows, key) : null;
    }
}
