using PgMigrate.Engine.Layouts;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>A folder of migrations that is gone after the test.</summary>
internal sealed class MigrationFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    /// <summary>One migration a text, numbered from 1.</summary>
    public MigrationFiles(params string[] texts)
    {
        for (int number = 1; number <= texts.Length; number++)
        {
            File.WriteAllText(Path.Combine(_folder, $"{number:0000}_step.sql"), texts[number - 1]);
        }
    }

    public MigrationSet Read() => MigrationFolder.Read(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
