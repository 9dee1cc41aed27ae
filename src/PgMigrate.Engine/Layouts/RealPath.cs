namespace PgMigrate.Engine.Layouts;

/// <summary>Finds where a path really leads: every link on the way is followed, not only the last.</summary>
internal static class RealPath
{
    /// <summary>Links in a row before it is taken for a ring; the limit Linux has.</summary>
    private const int MaxLinks = 40;

    /// <summary>The path without a link in it, or null when links go round in a ring. What does not exist is no link.</summary>
    /// <param name="path">A full path.</param>
    public static string? Of(string path)
    {
        string real = Path.GetPathRoot(path)!;
        var left = new Stack<string>(Parts(path[real.Length..]));
        for (int links = 0; left.TryPop(out string? part);)
        {
            string next = part == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, part);
            if (part == ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            string root = Path.GetPathRoot(target)!;
            real = Path.IsPathFullyQualified(target) ? root : real;
            foreach (string targetPart in Parts(target[root.Length..]))
            {
                left.Push(targetPart);
            }
        }

        return real;
    }

    /// <summary>True when a path leads into a folder, wherever both really are.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="folder">Full path of the folder.</param>
    public static bool IsInside(string path, string folder) =>
        Of(path) is { } realPath && Of(folder) is { } realFolder
        && realPath.StartsWith(Path.TrimEndingDirectorySeparator(realFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The parts, last one first.</summary>
    private static IEnumerable<string> Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
