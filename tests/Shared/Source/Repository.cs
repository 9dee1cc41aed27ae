namespace PgMigrate.Testing;

/// <summary>Places in the source tree.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Module.sln</c>, above the built tests; a source path would be mapped away in a CI build.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string ModuleFolder => At("out", "PgMigrate");

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files under a folder, build output left out, with paths relative to the root.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(At(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Module.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Module.sln.");
    }
}
