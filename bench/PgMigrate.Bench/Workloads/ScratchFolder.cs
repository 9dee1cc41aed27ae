using System.Globalization;

namespace PgMigrate.Bench.Workloads;

/// <summary>A temporary folder of SQL files; removed at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgmigrate-bench-");

    public string FullName => _folder.FullName;

    /// <summary>Makes a folder of numbered migrations and gives their full paths in order.</summary>
    public string[] WriteMigrations(string name, int count, Func<int, string> text)
    {
        string folder = _folder.CreateSubdirectory(name).FullName;
        return [.. Enumerable.Range(1, count).Select(number =>
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:0000}_step.sql"));
            File.WriteAllText(path, text(number));
            return path;
        })];
    }

    /// <summary>Makes one file outside the folders of migrations.</summary>
    public string WriteFile(string name, string text)
    {
        string path = Path.Combine(FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
