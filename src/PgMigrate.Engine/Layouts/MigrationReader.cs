using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Scripting;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>Reads the file of a migration: text, head, undo section, checksum.</summary>
internal static class MigrationReader
{
    /// <summary>Null when the file cannot be read; the reason is added to the problems.</summary>
    public static Migration? Read(
        MigrationFile file, IMigrationLayout layout, string folder, int ordinal, MigrationFolderOptions options, List<MigrationProblem> problems)
    {
        if (ReadText(file.Path, problems) is not { } text)
        {
            return null;
        }

        // Of what is no SQL nothing can be run by mistake: the text counts for its checksum alone.
        MigrationParts parts = layout.Language is null ? layout.Cut(text, file, problems) : new MigrationParts(text.Slice(0, 0), null, MigrationHeader.Empty);
        SourceText? twin = parts.Undo is null && file.UndoPath is { } undoPath ? ReadText(undoPath, problems) : null;
        return new Migration
        {
            Version = file.Version,
            Name = file.Name,
            FileName = file.FileName,
            Path = file.Path,
            Layout = layout.Name,
            Ordinal = ordinal,
            UpScript = parts.Up,
            UndoScript = parts.Undo ?? twin,
            Checksum = Checksum.Of(text.Span),
            Header = parts.Header,
            UndoTransactionMode = parts.UndoTransaction == TransactionMode.Auto && twin is not null ? ModeOf(twin, file, layout) : parts.UndoTransaction,
            HistoryKey = file.HistoryKey,
            FolderPath = folder,
            IsScripted = file.Language is not null,
            ScriptHead = file.Language is null ? "" : parts.Up.ToString(),
            ScriptProblem = file.Language is { } language ? ScriptProblems.NotRun(file.Path, language) : null,
            IsRepeatable = file.IsRepeatable,
            ListedLanguage = layout.Language,
            IsInitialSetup = file.IsInitialSetup,
            IsImmutable = options.ImmutableThrough is { } through && MigrationVersion.Compare(file.Version, through) <= 0,
        };
    }

    /// <summary>What an undo script of its own says of transactions, in its layout's words.</summary>
    private static TransactionMode ModeOf(SourceText twin, MigrationFile file, IMigrationLayout layout) =>
        layout.Cut(twin, file with { Path = file.UndoPath!, UndoPath = null, Transaction = TransactionMode.Auto }, []).Header.Transaction;

    private static SourceText? ReadText(string path, List<MigrationProblem> problems)
    {
        try
        {
            return SourceText.Read(path);
        }
        catch (SqlSyntaxException error)
        {
            problems.Add(new MigrationProblem(MigrationProblemCode.InvalidSql, error.Message, "Mend the file; nothing was run.")
            {
                Path = path,
                Position = error.Position,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(LayoutProblems.Unreadable(path, error));
        }

        return null;
    }
}
