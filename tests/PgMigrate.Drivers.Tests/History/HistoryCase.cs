using PgMigrate.Drivers;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>A folder of migrations and an empty database, for one test.</summary>
internal sealed class HistoryCase : IDisposable, IRunObserver
{
    private readonly string _root = Directory.CreateTempSubdirectory("pgmigrate-history-").FullName;

    private HistoryCase(string connectionString)
    {
        ConnectionString = connectionString;
        Sessions = DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = connectionString });
        Folder = Path.Combine(_root, "migrations");
        Directory.CreateDirectory(Folder);
    }

    public string ConnectionString { get; }

    public ISqlSessionFactory Sessions { get; }

    public string Folder { get; }

    public List<RunEvent> Events { get; } = [];

    public static async Task<HistoryCase> CreateAsync(SandboxFixture fixture, params (string Name, string Text)[] files)
    {
        var created = new HistoryCase(await fixture.CreateDatabaseAsync());
        foreach ((string name, string text) in files)
        {
            created.Write(name, text);
        }

        return created;
    }

    public void OnEvent(RunEvent @event) => Events.Add(@event);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public void Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public MigrationSet Read(string? layout = null) => MigrationFolder.Read(Folder, new MigrationFolderOptions { Layout = layout });

    /// <summary>Runs statements, one an argument.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        ISqlSession session = await Sessions.OpenAsync();
        await using (session.ConfigureAwait(false))
        {
            await session.ExecuteAsync(new SqlBatch([.. statements.Select(sql => new SqlCommand(sql))]));
        }
    }

    /// <summary>The first column of a query, joined with commas.</summary>
    public async Task<string> QueryAsync(string sql)
    {
        ISqlSession session = await Sessions.OpenAsync();
        await using (session.ConfigureAwait(false))
        {
            var results = await session.QueryAsync(new SqlBatch(new SqlCommand(sql)));
            return string.Join(',', results[0].Select(row => row.GetString(0) ?? "NULL"));
        }
    }

    public Task<IReadOnlyList<MigrationLogEntry>> TakeOverAsync(string format, HistoryTableName? table = null) =>
        new BaselineRunner(Sessions, this, TimeProvider.System).RunAsync(Read(), new BaselineOptions { FromHistory = format, FromHistoryTable = table });

    public Task<BaselinePlan> PlanTakeOverAsync(string format, HistoryTableName? table = null) =>
        new BaselineRunner(Sessions, this, TimeProvider.System).PlanAsync(Read(), new BaselineOptions { FromHistory = format, FromHistoryTable = table });

    public Task<MigrationPlan> PlanAsync(string? format = null, string? layout = null) => Runner().PlanAsync(Read(layout), new RunOptions { HistoryFormat = format });

    public Task<RunResult> RunAsync(string? format = null, RunOptions? options = null, string? layout = null) =>
        Runner().RunAsync(Read(layout), (options ?? new RunOptions()) with { HistoryFormat = format });

    public Task<IReadOnlyList<MigrationLogEntry>> LogAsync(string format, HistoryTableName? table = null) =>
        new MigrationLogReader(Sessions).ReadToolAsync(format, table);

    /// <summary>File names of what a plan would run.</summary>
    public static string Due(MigrationPlan plan) => string.Join(' ', plan.Steps.Select(step => step.Migration.FileName));

    public static string Codes(IEnumerable<MigrationProblem> problems) =>
        string.Join(' ', problems.Select(problem => problem.Code + (problem.Severity == ProblemSeverity.Warning ? "?" : "")));

    private MigrationRunner Runner() => new(Sessions, this, TimeProvider.System);
}
