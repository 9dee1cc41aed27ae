using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Fixes that add, change or remove one key word.</summary>
internal static class WordFixes
{
    /// <summary>
    /// Adds CONCURRENTLY, or puts it in the place of ASYNC, after the words given. It cannot run in a transaction: alone in its script that
    /// changes nothing else; beside others, the script is no longer one transaction.
    /// </summary>
    public static LintFix? Concurrently(LintStatement statement, LintContext context, bool isSafe, params string[] words)
    {
        StatementReader reader = statement.Read();
        if (!ScriptPlace.MayLeaveTransaction(context) || !SkipPast(ref reader, words))
        {
            return null;
        }

        var edits = new StatementEdits(statement);
        _ = reader.Is("ASYNC") ? edits.Replace(SpanOf(reader), "CONCURRENTLY") : edits.Insert(reader.PreviousEnd, " CONCURRENTLY");
        return edits.Build("Add CONCURRENTLY", isSafe && ScriptPlace.IsAlone(context) ? FixSafety.Safe : FixSafety.ReviewNeeded);
    }

    /// <summary>Adds ASYNC after the words given, or puts it in the place of CONCURRENTLY.</summary>
    public static LintFix? Async(LintStatement statement, params string[] words)
    {
        StatementReader reader = statement.Read();
        if (!SkipPast(ref reader, words))
        {
            return null;
        }

        var edits = new StatementEdits(statement);
        _ = reader.Is("CONCURRENTLY") ? edits.Replace(SpanOf(reader), "ASYNC") : edits.Insert(reader.PreviousEnd, " ASYNC");
        return edits.Build("Add ASYNC", FixSafety.Safe);
    }

    /// <summary>Removes CONCURRENTLY.</summary>
    public static LintFix? NotConcurrently(LintStatement statement)
    {
        StatementReader reader = statement.Read();
        return reader.SkipTo("CONCURRENTLY") ? new StatementEdits(statement).Remove(SpanOf(reader)).Build("Remove CONCURRENTLY", FixSafety.Safe) : null;
    }

    /// <summary>Adds IF EXISTS at the token at hand.</summary>
    public static LintFix IfExists(LintStatement statement, in StatementReader reader) =>
        new StatementEdits(statement).Insert(reader.PreviousEnd, " IF EXISTS").Build("Add IF EXISTS", FixSafety.Safe);

    /// <summary>Adds IF NOT EXISTS at the token at hand.</summary>
    public static LintFix IfNotExists(LintStatement statement, in StatementReader reader) =>
        new StatementEdits(statement).Insert(reader.PreviousEnd, " IF NOT EXISTS").Build("Add IF NOT EXISTS", FixSafety.Safe);

    /// <summary>Goes on to the first of the words and past all of them; false when they are not there in this order.</summary>
    private static bool SkipPast(ref StatementReader reader, string[] words) => reader.SkipTo(words[0]) && reader.Accept(words);

    private static TextSpan SpanOf(in StatementReader reader) => new(reader.Current.Start, reader.Current.End);
}
