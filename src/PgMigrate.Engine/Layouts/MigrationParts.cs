using PgMigrate.Engine.Layouts.NodePgMigrate;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>The parts of a migration's text.</summary>
/// <param name="Up">What applies it.</param>
/// <param name="Undo">What takes it back, or null.</param>
/// <param name="Header">What its head says.</param>
internal sealed record MigrationParts(SourceText Up, SourceText? Undo, MigrationHeader Header)
{
    /// <summary>See <see cref="Migration.UndoTransactionMode"/>.</summary>
    public TransactionMode UndoTransaction { get; init; }

    /// <summary>A text of our own: directives, and an <c>@undo</c> line that cuts it.</summary>
    public static MigrationParts Native(SourceText text, List<MigrationProblem> problems)
    {
        MigrationSections sections = MigrationSections.Read(text);
        return new MigrationParts(sections.Up, sections.Undo, HeaderReader.Read(sections, problems));
    }

    /// <summary>A text that another tool runs whole.</summary>
    public static MigrationParts Whole(SourceText text, MigrationFile file) => Of(text, text, null, file.Transaction);

    /// <summary>
    /// A text that another tool cuts. Our directives count in its head, but its comments were not written for us, so nothing in
    /// them is an error.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="up">What applies it.</param>
    /// <param name="undo">What takes it back, or null.</param>
    /// <param name="transaction">What the layout says of transactions.</param>
    public static MigrationParts Of(SourceText text, SourceText up, SourceText? undo, TransactionMode transaction)
    {
        MigrationSections head = MigrationSections.Read(text);
        SqlToken[] comments = [.. head.HeadComments.Where(comment => !IsMark(comment.Of(text.Span)))];
        MigrationHeader header = HeaderReader.Read(head with { HeadComments = comments, NearMarks = [] }, []);
        return new MigrationParts(up, undo, transaction == TransactionMode.Auto ? header : header with { Transaction = transaction });
    }

    /// <summary>A comment that is a word to another tool describes nothing.</summary>
    internal static bool IsMark(ReadOnlySpan<char> comment)
    {
        ReadOnlySpan<char> words = comment.TrimStart('-').TrimStart();
        return words.StartsWith("migrate:") || words.StartsWith("+goose ") || words.StartsWith("> statement-breakpoint") || words.StartsWith("no-transaction")
            || NodePgMigrateScript.IsMarker(comment, "up") || NodePgMigrateScript.IsMarker(comment, "down");
    }
}
