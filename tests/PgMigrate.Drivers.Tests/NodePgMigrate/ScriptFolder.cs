using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Drivers.Tests.NodePgMigrate;

/// <summary>A project with a folder of migrations in JavaScript, for one test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    /// <summary>Longest a test waits for the child process; only a failing one waits so long.</summary>
    private static readonly TimeSpan Patience = TestLimit.OneWait;

    private readonly string _root = Directory.CreateTempSubdirectory("pgmigrate-scripts-").FullName;

    public ScriptFolder()
    {
        Folder = Path.Combine(_root, "migrations");
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(_root, "package.json"), """{ "dependencies": { "node-pg-migrate": "8" } }""");
    }

    public string Root => _root;

    public string Folder { get; }

    /// <summary>Limits wide enough for a machine that is busy with other things.</summary>
    public NodeScriptOptions Options { get; set; } = new() { ScriptTimeout = TestLimit.OneWait, TotalTimeout = TestLimit.OneWait };

    /// <summary>What scripts printed.</summary>
    public List<string> Log { get; } = [];

    public ScriptFolder Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public async Task<MigrationSet> ReadAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await ScriptedMigrations.RenderAsync(
            MigrationFolder.Read(Folder), DriverFactory.CreateNodeScriptHost(Options), text =>
            {
                lock (Log)
                {
                    Log.Add(text);
                }
            },
            limit.Token);
    }

    /// <summary>Reads a folder of one file.</summary>
    public async Task<Migration> OneAsync(string name, string text) => Assert.Single((await Write(name, text).ReadAsync()).Migrations);

    /// <summary>The SQL of a migration's lines without line ends; of one that gave none, why.</summary>
    public static string Sql(Migration migration) =>
        migration.ScriptProblem is { } problem ? $"{problem.Code} {problem.Message}" : Flat(migration.UpScript.ToString());

    /// <summary>The same of what takes it back.</summary>
    public static string UndoSql(Migration migration) =>
        migration.UndoProblem is { } problem ? $"{problem.Code} {problem.Message}" : Flat(migration.UndoScript!.ToString());

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Flat(string sql) => string.Join(' ', sql.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
}
