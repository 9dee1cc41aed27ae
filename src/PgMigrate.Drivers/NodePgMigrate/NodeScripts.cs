using System.Reflection;

namespace PgMigrate.Drivers.NodePgMigrate;

/// <summary>Our own JavaScript, written to a folder that only this user can read, for as long as it runs.</summary>
internal sealed class NodeScripts : IDisposable
{
    private const string Prefix = "node/";

    private NodeScripts(string folder) => Folder = folder;

    /// <summary>Full path of the folder, links resolved: Node.js checks permissions on real paths.</summary>
    public string Folder { get; }

    /// <summary>The file to start.</summary>
    public string Main => Path.Combine(Folder, "host.js");

    /// <exception cref="IOException">There is no place for it.</exception>
    public static NodeScripts Write()
    {
        DirectoryInfo made = Directory.CreateTempSubdirectory("pgmigrate-node-");
        string folder = made.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? made.FullName;
        var scripts = new NodeScripts(RealFolder(folder));
        Assembly assembly = typeof(NodeScripts).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            string path = Path.Combine(scripts.Folder, name[Prefix.Length..].Replace('\\', '/').Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream source = assembly.GetManifestResourceStream(name)!;
            using FileStream file = File.Create(path);
            source.CopyTo(file);
        }

        return scripts;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Left to the system's own cleaning of temporary files; nothing in it is secret.
        }
    }

    /// <summary>The folder with links on its way resolved (macOS: /var is one).</summary>
    public static string RealFolder(string folder)
    {
        string real = Path.GetPathRoot(folder)!;
        foreach (string part in folder[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(real, part);
            real = new DirectoryInfo(next) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next : next;
        }

        return real;
    }
}
