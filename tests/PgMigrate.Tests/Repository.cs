using System.Runtime.CompilerServices;

namespace PgMigrate.Tests;

/// <summary>Places in the source tree.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static string ModuleFolder => At("out", "PgMigrate");

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files under a folder, build output left out, with paths relative to the root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
