using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>
/// The SQL files of a folder. Hidden files and sub-folders are left alone, and links that lead out of the folder are not
/// followed: a migrations folder must not be able to run what lies elsewhere.
/// </summary>
internal sealed class FolderScan
{
    private FolderScan(string folder) => FilesFolder = Folder = folder;

    /// <summary>Full path.</summary>
    public string Folder { get; }

    /// <summary>Full path of the folder where the migrations lie; a manifest may name one below.</summary>
    public string FilesFolder { get; set; }

    /// <summary>Full paths of the SQL files, in no particular order.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Full paths of the other files, in no particular order.</summary>
    public List<string> OtherFiles { get; } = [];

    /// <summary>Full paths of links to folders elsewhere.</summary>
    public List<string> FoldersOutOfTree { get; } = [];

    /// <summary>Full paths of the sub-folders that are not hidden, in no particular order.</summary>
    public List<string> Folders { get; } = [];

    /// <summary>What was found wrong.</summary>
    public List<MigrationProblem> Problems { get; } = [];

    /// <summary>Looks into a folder.</summary>
    public static FolderScan Of(string folder)
    {
        var scan = new FolderScan(Path.GetFullPath(folder));
        try
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(scan.Folder).EnumerateFileSystemInfos())
            {
                scan.Add(entry);
            }
        }
        catch (DirectoryNotFoundException)
        {
            scan.Problems.Add(LayoutProblems.FolderNotFound(scan.Folder));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            scan.Problems.Add(LayoutProblems.Unreadable(scan.Folder, error));
        }

        return scan;
    }

    private void Add(FileSystemInfo entry)
    {
        if (entry.Name.StartsWith('.') || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden)))
        {
            return;
        }

        bool isSql = entry.Extension.Equals(".sql", StringComparison.OrdinalIgnoreCase);
        if (entry.LinkTarget is not null)
        {
            if (isSql)
            {
                AddLink(entry);
            }
            else if (Directory.Exists(entry.FullName))
            {
                AddLinkedFolder(entry.FullName);
            }
        }
        else if (entry is DirectoryInfo folder)
        {
            NoteFolder(folder, isSql);
        }
        else if (isSql)
        {
            Files.Add(entry.FullName);
        }
        else
        {
            OtherFiles.Add(entry.FullName);
        }
    }

    /// <summary>One that leads out is of no matter until a layout takes folders for migrations.</summary>
    private void AddLinkedFolder(string link)
    {
        if (RealPath.IsInside(link, Folder))
        {
            Folders.Add(link);
        }
        else
        {
            FoldersOutOfTree.Add(link);
        }
    }

    private void AddLink(FileSystemInfo link)
    {
        // A ring of links leads nowhere, as a broken one does.
        string? target = RealPath.Of(link.FullName);
        if (!File.Exists(target))
        {
            Problems.Add(LayoutProblems.BrokenLink(link.FullName));
        }
        else if (!RealPath.IsInside(target, Folder))
        {
            Problems.Add(LayoutProblems.LinkOutOfTree(link.FullName, target));
        }
        else
        {
            Files.Add(link.FullName);
        }
    }

    private void NoteFolder(DirectoryInfo folder, bool isSql)
    {
        if (isSql)
        {
            Problems.Add(LayoutProblems.FolderNamedLikeFile(folder.FullName));
            return;
        }

        Folders.Add(folder.FullName);
        try
        {
            if (folder.EnumerateFiles("*.sql").Any(file => char.IsAsciiDigit(file.Name[0])))
            {
                Problems.Add(LayoutProblems.SubFolder(folder.FullName));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Problems.Add(LayoutProblems.Unreadable(folder.FullName, error) with { Severity = ProblemSeverity.Warning });
        }
    }
}
