using System.Text;

namespace PgMigrate.Engine.Tests.Linting.Fixing;

/// <summary>A file in a folder of its own, gone afterwards.</summary>
internal sealed class ScratchFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgmigrate-fix-");

    public ScratchFile(string text, bool withMark = false, string name = "0001_a.sql")
    {
        Path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllText(Path, text, new UTF8Encoding(withMark));
    }

    public string Folder => _folder.FullName;

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
