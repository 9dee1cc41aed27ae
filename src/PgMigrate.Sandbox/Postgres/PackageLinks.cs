using System.Text.Json;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>
/// Makes the links that an npm package cannot carry: <c>pg-symlinks.json</c> in the package lists them as
/// <c>[{"source": "native/lib/libpq.so.5.17", "target": "native/lib/libpq.so.5"}, …]</c>, target being the link.
/// </summary>
internal static class PackageLinks
{
    /// <param name="native">The package's folder <c>native</c>.</param>
    public static void Create(string native)
    {
        string list = Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list))
        {
            // The Windows package has no links and no list.
            return;
        }

        string package = Path.GetDirectoryName(Path.GetFullPath(native))!;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(list));
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
        {
            string file = Inside(package, entry.GetProperty("source").GetString()!);
            string link = Inside(package, entry.GetProperty("target").GetString()!);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            if (!File.Exists(link))
            {
                // Relative, so that the folder can be moved to its final place.
                File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, file));
            }
        }
    }

    private static string Inside(string package, string relative)
    {
        string full = Path.GetFullPath(Path.Combine(package, relative));
        return full.StartsWith(package + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new SandboxException(
                $"The npm package's list of links names '{relative}', which lies outside of it.",
                $"Do not use that package; set {PostgresFinder.FolderVariable} to the folder of a server's programs.");
    }
}
