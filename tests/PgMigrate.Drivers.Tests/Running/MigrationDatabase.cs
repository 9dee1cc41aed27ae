using System.Diagnostics;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>A folder of migrations and a database to run them on.</summary>
internal sealed class MigrationDatabase : IDisposable
{
    /// <summary>Longest wait for something that must happen; only a failing test waits so long.</summary>
    public static readonly TimeSpan Patience = TestLimit.OneWait;

    public MigrationDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Factory = DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = connectionString });
        Folder = Directory.CreateTempSubdirectory("pgmigrate-run-").FullName;
    }

    public string ConnectionString { get; }

    public ISqlSessionFactory Factory { get; set; }

    public string Folder { get; }

    public RecordingObserver Observer { get; } = new();

    /// <summary>The clock of the runs.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public static async Task<MigrationDatabase> CreateAsync(SandboxFixture sandbox) => new(await sandbox.CreateDatabaseAsync());

    public MigrationDatabase Write(string fileName, string sql)
    {
        File.WriteAllText(Path.Combine(Folder, fileName), sql);
        return this;
    }

    public void Delete(string fileName) => File.Delete(Path.Combine(Folder, fileName));

    public MigrationSet Read() => MigrationFolder.Read(Folder);

    public Task<RunResult> RunAsync(RunOptions? options = null, CancellationToken cancellationToken = default) =>
        new MigrationRunner(Factory, Observer, Time).RunAsync(Read(), options ?? new RunOptions(), cancellationToken);

    /// <summary>Runs, and fails the test with the whole story unless all went well.</summary>
    public async Task<RunResult> ApplyAsync(RunOptions? options = null)
    {
        RunResult result = await RunAsync(options);
        Assert.True(result.Succeeded, string.Join(Environment.NewLine, result.Plan.Problems.Select(problem => problem.ToString())
            .Append(result.Failed?.Failure?.ToString() ?? result.Failed?.ToString() ?? "")));
        return result;
    }

    public Task<Engine.Planning.MigrationPlan> PlanAsync(RunOptions? options = null) =>
        new MigrationRunner(Factory, Observer, TimeProvider.System).PlanAsync(Read(), options ?? new RunOptions());

    public Task<IReadOnlyList<MigrationLogEntry>> LogAsync(HistoryTableName? table = null) =>
        new MigrationLogReader(Factory).ReadAsync(table ?? HistoryTableName.Default);

    public async Task<string[]> LogLinesAsync() => [.. (await LogAsync()).Select(entry => entry.ToString())];

    public async Task ExecuteAsync(params string[] statements)
    {
        await using ISqlSession session = await Factory.OpenAsync();
        foreach (string statement in statements)
        {
            await session.ExecuteAsync(new SqlBatch(new SqlCommand(statement)));
        }
    }

    /// <summary>The first value of a query as text.</summary>
    public async Task<string?> ScalarAsync(string sql)
    {
        await using ISqlSession session = await Factory.OpenAsync();
        return (await session.QueryAsync(new SqlBatch(new SqlCommand(sql))))[0][0].GetString(0);
    }

    public async Task<bool> ExistsAsync(string relation) => await ScalarAsync($"SELECT to_regclass('{relation}')::text") is not null;

    /// <summary>Asks until the answer is true.</summary>
    public async Task WaitForAsync(string condition, Task? running = null)
    {
        await using ISqlSession session = await Factory.OpenAsync();
        var question = new SqlBatch(new SqlCommand($"SELECT {condition}"));
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience; await Task.Delay(20))
        {
            if ((await session.QueryAsync(question))[0][0].GetBoolean(0))
            {
                return;
            }

            Assert.False(running?.IsCompleted ?? false, $"The run ended before {condition}: {running?.Exception}");
        }

        Assert.Fail($"It never came to {condition}.");
    }

    /// <summary>Waits until a session of this database sleeps in pg_sleep.</summary>
    public Task WaitForSleepAsync(Task running) => WaitForAsync(
        "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')", running);

    /// <summary>Waits until nobody else is connected to this database.</summary>
    public Task WaitForSilenceAsync() => WaitForAsync(
        "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend')");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
