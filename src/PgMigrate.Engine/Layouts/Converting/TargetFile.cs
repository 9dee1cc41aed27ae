using System.Globalization;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Converting;

/// <summary>Writes the text of a migration as a layout wants it.</summary>
/// <param name="folder">The folder it is for.</param>
/// <param name="now">The time of the conversion.</param>
internal sealed class TargetFile(MigrationSet folder, DateTimeOffset now)
{
    private const string NoUndo = "-- No undo came with the source.";

    private readonly NewFileForm? _form = NewFileForm.Of(folder.Layout);

    /// <summary>The next version in a folder.</summary>
    public string NextVersion(MigrationSet current) => _form is null ? NewMigration.NextNumber(current) : _form.NextVersion(current, now);

    /// <summary>The file, not yet written.</summary>
    /// <exception cref="NotSupportedException">The layout has no way to say how it must be run, or its name is not for a comment.</exception>
    /// <exception cref="SqlSyntaxException">The source is no SQL.</exception>
    public NewMigration Of(Migration source, string version, string name)
    {
        if (source.FileName.Any(char.IsControl))
        {
            // In a comment it could end the line, and go on as SQL.
            throw new NotSupportedException("A file whose name has control characters is not converted.");
        }

        string up = PlainSql.Of(source.UpScript);
        string? undo = source.UndoScript is { } script && PlainSql.Of(script) is { Length: > 0 } text ? text : null;
        bool alone = source.Header.Transaction == TransactionMode.None;
        MigrationHeader said = HeaderReader.Read(MigrationSections.Read(SourceText.FromString(up)), []);
        string head = string.Concat(
            said.Description is null ? $"-- {NewMigration.OneLine(source.Header.Description ?? NewMigration.Sentence(name))}\n" : "",
            $"-- @{SourceNote.SourceName}: {SourceNote.Of(source)}\n",
            string.Create(CultureInfo.InvariantCulture, $"-- @{SourceNote.DateName}: {now.UtcDateTime:yyyy-MM-dd}\n"),
            _form is null && alone && said.Transaction == TransactionMode.Auto ? "-- @transaction: none\n" : "",
            _form is null && undo is null ? NoUndo + "\n" : "");
        return _form is null ? Native(version, name, head, up, undo) : InForm(source, version, name, head + "\n" + up, undo, alone);
    }

    private NewMigration Native(string version, string name, string head, string up, string? undo)
    {
        char separator = NewMigration.SeparatorOf(folder);
        string file = $"{version}{separator}{NewMigration.Slug(name, separator)}.sql";
        return NewMigration.Of(
            Path.Combine(folder.FilesFolder, file), $"{head}\n{up}\n{(undo is null ? "" : $"\n-- @undo\n{undo}\n")}", Path.Combine(folder.FolderPath, ManifestLayout.FileName));
    }

    private NewMigration InForm(Migration source, string version, string name, string up, string? undo, bool alone)
    {
        NewFileForm form = _form!;
        string slug = NewMigration.Slug(name, '_');
        string At(string pattern) => Path.GetFullPath(Path.Combine(folder.FilesFolder, string.Format(CultureInfo.InvariantCulture, pattern, version, slug)));
        string path = At(form.UpName);
        if (alone)
        {
            RequireOneStatement(source);
        }

        string text = string.Format(CultureInfo.InvariantCulture, form.UpText, up, undo ?? NoUndo);
        (text, (string, string)? beside) = alone ? AloneIn(form.Layout, path, text) : (text, null);
        return NewMigration.Of(path, text, "", form.UndoName is null || undo is null ? null : (At(form.UndoName), undo + "\n"), beside);
    }

    /// <summary>Says in the layout's own words that a migration is run outside a transaction.</summary>
    private static (string Text, (string Path, string Text)? Beside) AloneIn(string layout, string path, string text) => layout switch
    {
        "Dbmate" => (text.Replace("-- migrate:up\n", "-- migrate:up transaction:false\n", StringComparison.Ordinal), null),
        "Goose" => ("-- +goose NO TRANSACTION\n" + text, null),
        "Sqlx" => ("-- no-transaction\n" + text, null),
        "Diesel" => (text, (Path.Combine(Path.GetDirectoryName(path)!, "metadata.toml"), "run_in_transaction = false\n")),
        "Flyway" => (text, (path + ".conf", "executeInTransaction=false\n")),
        "GolangMigrate" => (text, null),
        _ => throw new NotSupportedException($"SQL files of the layout {layout} cannot say that they are run outside a transaction."),
    };

    private void RequireOneStatement(Migration source)
    {
        if (_form!.Layout is not "Flyway" && StatementSplitter.Split(source.UpScript).Take(2).Count() > 1)
        {
            throw new NotSupportedException(
                $"{source.FileName} is run outside a transaction and has several statements; a tool of the layout {_form.Layout} sends them as one command, which PostgreSQL runs in a transaction.");
        }
    }
}
