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

        MigrationParts parts = layout.Cut(text, file, problems);
        return new Migration
        {
            Version = file.Version,
            Name = file.Name,
            FileName = file.FileName,
            Path = file.Path,
            Layout = layout.Name,
            Ordinal = ordinal,
            UpScript = parts.Up,
            UndoScript = parts.Undo ?? (file.UndoPath is null ? null : ReadText(file.UndoPath, problems)),
            Checksum = Checksum.Of(text.Span),
            Header = parts.Header,
            UndoTransactionMode = parts.UndoTransaction,
            HistoryKey = file.HistoryKey,
            FolderPath = folder,
            IsScripted = file.Language is not null,
            ScriptHead = file.Language is null ? "" : parts.Up.ToString(),
            ScriptProblem = file.Language is { } language ? ScriptProblems.NotRun(file.Path, language) : null,
            IsRepeatable = file.IsRepeatable,
            IsInitialSetup = file.IsInitialSetup,
            IsImmutable = options.ImmutableThrough is { } through && MigrationVersion.Compare(file.Version, through) <= 0,
        };
    }

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
