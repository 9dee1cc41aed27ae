using System.Text;

namespace PgMigrate.Engine.Layouts;

/// <summary>What a layout may look at to know its own folder: names, and the first lines of a few files.</summary>
internal sealed class FolderProbe
{
    /// <summary>Files looked into at each end of the folder: the oldest may be from before the tool was in use, the newest may be plain.</summary>
    private const int MostHeads = 10;
    private const int HeadLength = 16 << 10;
    private const int MostParents = 4;

    private readonly FolderScan _scan;
    private List<string>? _lines;

    public FolderProbe(FolderScan scan)
    {
        _scan = scan;
        SqlFiles = [.. scan.Files.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        OtherFiles = [.. scan.OtherFiles.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Names of the SQL files.</summary>
    public IReadOnlyList<string> SqlFiles { get; }

    /// <summary>Names of the other files.</summary>
    public IReadOnlyList<string> OtherFiles { get; }

    /// <summary>Full paths of the sub-folders.</summary>
    public IReadOnlyList<string> Folders => _scan.Folders;

    /// <summary>True when a SQL file of the folder itself starts with a number: what lies below is then not what is run.</summary>
    public bool HasNumberedFiles => SqlFiles.Any(file => char.IsAsciiDigit(file[0]));

    /// <summary>True when there is a file; the name may lead into a sub-folder.</summary>
    public bool HasFile(string name) => File.Exists(Path.Combine(_scan.Folder, name));

    /// <summary>True when a sub-folder has a file of that name.</summary>
    public bool AnyFolderHas(string name) => Folders.Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>True when a file of a sub-folder passes by its name.</summary>
    public bool AnyFileBelow(Func<string, bool> passes)
    {
        var readable = new EnumerationOptions { IgnoreInaccessible = true };
        return Folders.Any(folder => Directory.EnumerateFiles(folder, "*.sql", readable).Any(file => passes(Path.GetFileName(file))));
    }

    /// <summary>True when a line of one of the first or last files passes.</summary>
    public bool AnyLine(Func<string, bool> passes)
    {
        if (_lines is null)
        {
            string[] files = [.. _scan.Files.Order(StringComparer.Ordinal)];
            _lines = [.. files.Take(MostHeads).Concat(files.Skip(MostHeads).TakeLast(MostHeads)).SelectMany(file => Head(file).Split('\n')).Select(line => line.TrimEnd('\r'))];
        }

        return _lines.Exists(line => passes(line));
    }

    /// <summary>True when a line of one of the first or last of the other files passes.</summary>
    public bool AnyLineOf(Func<string, bool> isMeant, Func<string, bool> passes)
    {
        string[] files = [.. _scan.OtherFiles.Where(isMeant).Order(StringComparer.Ordinal)];
        return files.Take(MostHeads).Concat(files.Skip(MostHeads).TakeLast(MostHeads)).SelectMany(file => Head(file).Split('\n')).Any(passes);
    }

    /// <summary>True when a file of the project around the folder (<c>package.json</c>, <c>Cargo.toml</c>) names a package.</summary>
    public bool ProjectNames(string file, string package)
    {
        DirectoryInfo? folder = new(_scan.Folder);
        for (int up = 0; folder is not null && up <= MostParents; up++, folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, file)))
            {
                return Head(Path.Combine(folder.FullName, file)).Split('"', '\'', ' ', '=', '\n', '\t', '.').Contains(package, StringComparer.Ordinal);
            }
        }

        return false;
    }

    /// <summary>Nothing of a file that cannot be read: whoever reads it whole says why.</summary>
    private static string Head(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            byte[] bytes = new byte[HeadLength];
            return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, HeadLength, throwOnEndOfStream: false)).TrimStart('\uFEFF');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
