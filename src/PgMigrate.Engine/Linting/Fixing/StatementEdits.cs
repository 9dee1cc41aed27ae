using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Collects the edits of a statement; offsets given count from the statement, those that come out from the script.</summary>
internal sealed class StatementEdits(LintStatement statement)
{
    private readonly List<SourceEdit> _edits = [];

    private int Start => statement.Statement.Start;

    /// <summary>True when nothing is to be changed.</summary>
    public bool IsEmpty => _edits.Count == 0;

    public StatementEdits Insert(int at, string text) => Replace(new TextSpan(at, at), text);

    public StatementEdits Replace(TextSpan span, string text)
    {
        _edits.Add(new SourceEdit(Start + span.Start, span.Length, text));
        return this;
    }

    /// <summary>Adds at the end of the statement, before its semicolon.</summary>
    public StatementEdits Append(string text) => Insert(statement.Statement.Length, text);

    /// <summary>Removes words and the blanks before them; a comment before them stays.</summary>
    public StatementEdits Remove(TextSpan span)
    {
        ReadOnlySpan<char> before = statement.Statement.Text.Span[..span.Start];
        int kept = before.TrimEnd(" \t\r\n\f\v").Length;

        // Blanks after a comment may be the line end that ends it.
        return Replace(new TextSpan(EndsInComment(before[..kept]) ? span.Start : kept, span.End), "");
    }

    /// <summary>Adds an edit of the script.</summary>
    public StatementEdits Add(SourceEdit edit)
    {
        _edits.Add(edit);
        return this;
    }

    public LintFix Build(string title, FixSafety safety) => new(title, safety, _edits.Count == 1 ? _edits.ToArray() : _edits.OrderBy(edit => edit.Start).ToArray());

    /// <summary>The head of a statement that starts before a word can be read as tokens, whatever follows.</summary>
    private static bool EndsInComment(ReadOnlySpan<char> text)
    {
        var lexer = new SqlLexer(text);
        SqlToken last = default;
        for (SqlToken token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            last = token;
        }

        return last.Kind is SqlTokenKind.LineComment or SqlTokenKind.BlockComment;
    }
}
