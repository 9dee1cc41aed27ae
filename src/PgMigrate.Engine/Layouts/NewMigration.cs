using System.Globalization;
using System.Numerics;
using System.Text;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>
/// A migration that is to be written: its number is the folder's highest plus one, in the folder's own digits and separator, or the
/// time where the folder's layout numbers so.
/// </summary>
public sealed class NewMigration
{
    /// <summary>The text of a new file; see <see cref="NewMigrationOptions.Template"/>.</summary>
    public const string DefaultTemplate = "-- ${description}\n\n${sql}\n\n-- @undo\n${undo}\n";

    private const int DefaultDigits = 4;
    private const string SqlPlace = "-- Write the statements that apply it here.";
    private const string UndoPlace = "-- Write the statements that take it back here, or remove this section when nothing can.";

    private readonly string _manifest;
    private readonly (string Path, string Text)? _beside;

    private NewMigration(string path, string text, string manifest, (string Path, string Text)? undo = null, (string Path, string Text)? beside = null)
    {
        Path = path;
        Text = text;
        _manifest = manifest;
        _beside = beside;
        UndoPath = undo?.Path;
        UndoText = undo?.Text;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Its text, LF line ends.</summary>
    public string Text { get; }

    /// <summary>Full path of the file that takes it back, where the layout has one of its own; else null.</summary>
    public string? UndoPath { get; }

    /// <summary>Text of that file, or null.</summary>
    public string? UndoText { get; }

    /// <summary>Decides number, name and text; writes nothing.</summary>
    /// <param name="folder">The folder as it is now; one that does not exist is empty.</param>
    /// <param name="options">What it is made of.</param>
    /// <exception cref="ArgumentException">The name has no letter and no digit.</exception>
    /// <exception cref="NotSupportedException">Files of that layout are written by its own tool only.</exception>
    public static NewMigration Plan(MigrationSet folder, NewMigrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        if (NewFileForm.Of(folder.Layout) is { } form)
        {
            return InForm(form, folder, options);
        }

        string version = NextNumber(folder);
        char separator = SeparatorOf(folder);
        string name = Slug(options.Name, separator);
        string text = Fill(options.Template?.ReplaceLineEndings("\n") ?? DefaultTemplate, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["version"] = version,
            ["name"] = name,
            ["description"] = OneLine(options.Description ?? Sentence(options.Name)),
            ["sql"] = Block(options.Sql, SqlPlace),
            ["undo"] = Block(options.UndoSql, UndoPlace),
        });
        return new NewMigration(
            System.IO.Path.Combine(folder.FilesFolder, $"{version}{separator}{name}.sql"), text, System.IO.Path.Combine(folder.FolderPath, ManifestLayout.FileName));
    }

    /// <summary>A file whose texts are known.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="text">Its text.</param>
    /// <param name="manifest">Full path of the manifest that may rule the folder.</param>
    /// <param name="undo">The file that takes it back, or null.</param>
    /// <param name="beside">What its tool reads beside it, or null.</param>
    internal static NewMigration Of(
        string path, string text, string manifest, (string Path, string Text)? undo = null, (string Path, string Text)? beside = null) =>
        new(path, text, manifest, undo, beside);

    /// <summary>The same with another text of one of its files.</summary>
    internal NewMigration With(string path, string text) => path == Path
        ? new NewMigration(Path, text, _manifest, UndoPath is null ? null : (UndoPath, UndoText!), _beside)
        : new NewMigration(Path, Text, _manifest, (UndoPath!, text), _beside);

    /// <summary>The migration as its folder will read it once it is written.</summary>
    /// <param name="folder">The folder.</param>
    internal Migration AsRead(MigrationSet folder)
    {
        IMigrationLayout layout = MigrationFolder.LayoutOf(folder.Layout);
        SourceText text = SourceText.FromString(Text, Path);
        var name = NativeName.Parse(System.IO.Path.GetFileName(Path));
        var file = new MigrationFile(Path, name.Version, name.Name, UndoPath) { Transaction = _beside is null ? TransactionMode.Auto : TransactionMode.None };
        MigrationParts parts = layout.Cut(text, file, []);
        return new Migration
        {
            Version = file.Version,
            Name = file.Name,
            FileName = file.FileName,
            Path = Path,
            Layout = layout.Name,
            Ordinal = folder.Migrations.Count,
            UpScript = parts.Up,
            UndoScript = parts.Undo ?? (UndoPath is null ? null : SourceText.FromString(UndoText!, UndoPath)),
            Checksum = Checksum.Of(text.Span),
            Header = parts.Header,
            FolderPath = folder.FolderPath,
        };
    }

    /// <summary>The folder's highest number plus one, in its digits.</summary>
    internal static string NextNumber(MigrationSet folder)
    {
        string? last = folder.TakenVersions.Where(taken => taken.Length > 0 && taken.All(char.IsAsciiDigit)).MaxBy(taken => BigInteger.Parse(taken, CultureInfo.InvariantCulture));
        BigInteger number = last is null ? BigInteger.One : BigInteger.Parse(last, CultureInfo.InvariantCulture) + 1;
        return number.ToString(CultureInfo.InvariantCulture).PadLeft(last?.Length ?? DefaultDigits, '0');
    }

    private static NewMigration InForm(NewFileForm form, MigrationSet folder, NewMigrationOptions options)
    {
        string version = form.NextVersion(folder, options.Now);
        string name = Slug(options.Name, '_');
        string up = $"-- {OneLine(options.Description ?? Sentence(options.Name))}\n{Block(options.Sql, SqlPlace)}";
        string undo = Block(options.UndoSql, "-- Write the statements that take it back here.");
        string Text(string format, params string[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
        string At(string pattern) => System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FilesFolder, Text(pattern, version, name)));

        // An undo script of Flyway is for its paid editions: it is written when it was asked for.
        bool hasUndo = form.UndoName is not null && (form.Layout != "Flyway" || options.UndoSql is not null);
        return new NewMigration(At(form.UpName), Text(form.UpText, up, undo), "", hasUndo ? (At(form.UndoName!), undo + "\n") : null);
    }

    /// <summary>
    /// Makes the folder where there is none, and the file; never writes over one. Where a manifest rules the folder, the file's
    /// name is added at its end, and no other byte of it changes.
    /// </summary>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    /// <exception cref="InvalidDataException">The manifest has no list to add to; no file was written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        ManifestEdit? edit = File.Exists(_manifest) ? ManifestEdit.Open(_manifest) : null;
        var written = new List<string>();
        try
        {
            (string, string)?[] files = [(Path, Text), UndoPath is null ? null : (UndoPath, UndoText!), _beside];
            foreach ((string path, string text) in files.OfType<(string, string)>())
            {
                Create(path, text);
                written.Add(path);
            }
        }
        catch
        {
            written.ForEach(File.Delete);
            throw;
        }

        edit?.Append(System.IO.Path.GetFileName(Path));
    }

    private static void Create(string path, string text)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>What the last file of the folder puts between number and name.</summary>
    internal static char SeparatorOf(MigrationSet folder)
    {
        char separator = folder.Migrations.Select(migration => NativeName.Parse(migration.FileName).Separator).LastOrDefault(found => found != '\0');
        return separator == '\0' ? '_' : separator;
    }

    /// <summary>Lower-case words joined as the folder joins them: <c>add_users</c> or <c>add-users</c>.</summary>
    internal static string Slug(string name, char separator)
    {
        char join = separator == '-' ? '-' : '_';
        var slug = new StringBuilder();
        foreach (char c in name.Trim())
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != join)
            {
                slug.Append(join);
            }
        }

        string text = slug.ToString().TrimEnd(join);
        return text.Length > 0 ? text : throw new ArgumentException($"'{name}' has no letter and no digit, so it makes no file name.", nameof(name));
    }

    internal static string Sentence(string name)
    {
        string words = string.Join(' ', name.Split(['_', '-', ' '], StringSplitOptions.RemoveEmptyEntries));
        return char.ToUpperInvariant(words[0]) + words[1..] + ".";
    }

    internal static string OneLine(string text) => string.Join(' ', text.Split('\n', '\r').Select(line => line.Trim())).Trim();

    private static string Block(string? sql, string place)
    {
        string text = sql?.ReplaceLineEndings("\n").Trim() ?? "";
        return text.Length == 0 ? place : text.EndsWith(';') || text.EndsWith("\n\\.", StringComparison.Ordinal) ? text : text + ";";
    }

    /// <summary>One pass, so that a <c>${…}</c> of the SQL's own stays.</summary>
    private static string Fill(string template, Dictionary<string, string> values)
    {
        var text = new StringBuilder();
        int at = 0;
        while (template.IndexOf("${", at, StringComparison.Ordinal) is var open and >= 0)
        {
            int close = template.IndexOf('}', open);
            bool known = close > 0 && values.TryGetValue(template[(open + 2)..close], out _);
            text.Append(template, at, open - at).Append(known ? values[template[(open + 2)..close]] : "${");
            at = known ? close + 1 : open + 2;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }
}
