namespace PgMigrate.Engine.Layouts;

/// <summary>Sub-folders that are a migration each, for the layouts that have them so.</summary>
internal static class FolderMigrations
{
    /// <summary>
    /// The sub-folders by name, in ordinal order, that have a file. One that lacks it, and links that lead out of the tree, are
    /// noted; nothing outside the folder is read.
    /// </summary>
    public static List<string> Find(FolderScan scan, string fileName, string example)
    {
        // Numbered SQL files in sub-folders are no surprise here.
        scan.Problems.RemoveAll(problem => problem.Path is { } path && scan.Folders.Contains(path));
        scan.Problems.AddRange(scan.FoldersOutOfTree.Order(StringComparer.Ordinal)
            .Select(link => LayoutProblems.LinkOutOfTree(link, RealPath.Of(link) ?? "a ring of links")));
        scan.Problems.AddRange(scan.Files.Order(StringComparer.Ordinal).Select(file => LayoutProblems.Unnamed(file, example)));
        var found = new List<string>();
        foreach (string folder in scan.Folders.OrderBy(folder => Path.GetFileName(folder), StringComparer.Ordinal))
        {
            if (Existing(scan, Path.Combine(folder, fileName)) is not null)
            {
                found.Add(folder);
            }
            else if (File.Exists(Path.Combine(folder, fileName)))
            {
                continue;
            }
            else if (char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            {
                scan.Problems.Add(LayoutProblems.Invalid(folder, $"The folder '{Path.GetFileName(folder)}' has no {fileName}.", $"Bring {fileName} back, or remove the folder."));
            }
        }

        return found;
    }

    /// <summary>The path when there is such a file inside the folder; a link that leads out is noted.</summary>
    public static string? Existing(FolderScan scan, string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (new FileInfo(path).LinkTarget is null || RealPath.IsInside(path, scan.Folder))
        {
            return path;
        }

        scan.Problems.Add(LayoutProblems.LinkOutOfTree(path, RealPath.Of(path) ?? "a ring of links"));
        return null;
    }

    /// <summary>The digits a name starts with; the whole name when it starts with none.</summary>
    public static string VersionOf(string name)
    {
        int digits = name.TakeWhile(char.IsAsciiDigit).Count();
        return digits == 0 ? name : name[..digits];
    }

    /// <summary>What follows the digits of a name.</summary>
    public static string NameOf(string name) => name[name.TakeWhile(char.IsAsciiDigit).Count()..].TrimStart('_', '-', '.');
}
