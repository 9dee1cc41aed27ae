using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Tests.Layouts;

/// <summary>A folder for one test, gone after it.</summary>
internal sealed class LayoutFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pgmigrate-layout-").FullName;

    public LayoutFolder()
    {
        FullPath = Path.Combine(_root, "migrations");
        Directory.CreateDirectory(FullPath);
    }

    public string FullPath { get; }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Writes a file; the name may lead into sub-folders and, with <c>../</c>, beside the folder.</summary>
    public string Write(string name, string text = "SELECT 1;")
    {
        string path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public LayoutFolder With(params string[] names)
    {
        foreach (string name in names)
        {
            Write(name);
        }

        return this;
    }

    public LayoutFolder Manifest(string json)
    {
        Write("migrations.json", json);
        return this;
    }

    public string At(string name) => Path.GetFullPath(Path.Combine(FullPath, name));

    public MigrationSet Read(MigrationFolderOptions? options = null) => MigrationFolder.Read(FullPath, options);

    public static string Names(MigrationSet set) => string.Join(' ', set.Migrations.Select(migration => migration.FileName));

    /// <summary>Code and file of each problem; a warning has a question mark.</summary>
    public static string Problems(MigrationSet set) => string.Join(' ', set.Problems
        .Select(problem => $"{problem.Code}{(problem.Severity == ProblemSeverity.Warning ? "?" : "")}{(problem.Path is null ? "" : ":" + Path.GetFileName(problem.Path))}")
        .Order(StringComparer.Ordinal));
}
