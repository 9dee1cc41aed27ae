using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>How a statement stands in its script, as far as fixes must know.</summary>
internal static class ScriptPlace
{
    /// <summary>True when nothing else is in the script.</summary>
    public static bool IsAlone(LintContext context) => context.Statements.Count == 1;

    /// <summary>True when statements may be run one by one: the script says nothing of transactions that forbids it.</summary>
    public static bool MayLeaveTransaction(LintContext context) => context.Migration?.Header.Transaction != TransactionMode.Transactional
        && !context.HasTransactionStatements;

    /// <summary>True when the head of the file can be told that its statements run one by one.</summary>
    public static bool CanSayNoTransaction(LintContext context) => context.Migration is not null && !context.IsUndo && MayLeaveTransaction(context);

    /// <summary>Says at the head that statements run one by one; nothing when it says so already.</summary>
    public static StatementEdits SayNoTransaction(this StatementEdits edits, LintContext context) =>
        context.Migration?.Header.Transaction == TransactionMode.None ? edits

            // The blank line keeps what the comments after it say, an @ignore for instance, about what it was about.
            : edits.Add(new SourceEdit(0, 0, $"{(context.Script.StartInWhole > 0 ? "\n" : "")}-- @transaction: none\n\n"));

    /// <summary>A comment on a line of its own after a statement, below what the statement's last line says itself.</summary>
    public static SourceEdit CommentAfter(LintStatement statement, LintContext context, string comment)
    {
        ReadOnlySpan<char> script = context.Script.Span;
        int end = statement.IsInBody ? statement.Statement.End : EndWithComments(EndWithSemicolon(statement, context), context);
        int lineEnd = script[end..].IndexOfAny('\r', '\n');

        // Where the up part ends without a line end, the mark of the undo part stands on this line.
        bool hasLineEnd = lineEnd >= 0 || context.Script.StartInWhole + script.Length == context.Script.Whole.Text.Length;
        bool lastOfLine = hasLineEnd && script[end..(lineEnd < 0 ? script.Length : end + lineEnd)].IsWhiteSpace();
        return new SourceEdit(end, 0, $"\n-- {comment.Replace("\n", "\n-- ", StringComparison.Ordinal)}{(lastOfLine ? "" : "\n")}");
    }

    /// <summary>Removes a statement with its semicolon, and its line when nothing else stands on it.</summary>
    public static SourceEdit Removal(LintStatement statement, LintContext context)
    {
        ReadOnlySpan<char> script = context.Script.Span;
        int start = statement.Statement.Start;
        int end = EndWithSemicolon(statement, context);
        int before = script[..start].TrimEnd(" \t").Length;
        int after = end + (script.Length - end - script[end..].TrimStart(" \t").Length);
        bool ownLine = (before == 0 || script[before - 1] is '\n' or '\r') && (after == script.Length || script[after] is '\n' or '\r');
        if (!ownLine)
        {
            return new SourceEdit(start, end - start, "");
        }

        after += script[after..].StartsWith("\r\n") ? 2 : after < script.Length ? 1 : 0;
        return new SourceEdit(before, after - before, "");
    }

    /// <summary>The end of the comments that follow on the same line.</summary>
    private static int EndWithComments(int start, LintContext context)
    {
        ReadOnlySpan<char> script = context.Script.Span;
        int end = start;
        if (context.SyntaxError is null)
        {
            var lexer = new SqlLexer(script, start);
            for (SqlToken token = lexer.Next(); token.IsTrivia && token.Of(script).IndexOfAny('\r', '\n') < 0; token = lexer.Next())
            {
                end = token.Kind == SqlTokenKind.Whitespace ? end : token.End;
            }
        }

        return end;
    }

    /// <summary>The end of a statement, its semicolon included if it has one.</summary>
    private static int EndWithSemicolon(LintStatement statement, LintContext context)
    {
        int end = statement.Statement.End;

        // Inside a body the script goes on with the closing quote, which opens a string to who starts reading here.
        if (context.SyntaxError is not null || statement.IsInBody)
        {
            return end;
        }

        var lexer = new SqlLexer(context.Script.Span, end);
        SqlToken next = lexer.NextSignificant();
        return next.Kind == SqlTokenKind.Semicolon ? next.End : end;
    }
}
