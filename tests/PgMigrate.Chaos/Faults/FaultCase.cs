using PgMigrate.Chaos.Runner;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Faults;

/// <summary>A folder that is applied while something is wrong, and what is told of it.</summary>
internal sealed class FaultCase(ISqlSessionFactory sessions) : IDisposable
{
    /// <summary>Only a failing test waits so long.</summary>
    public static readonly TimeSpan Limit = TestLimit.OneWait;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgm-fault");

    public FaultCase Write(string name, string sql)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, name), sql);
        return this;
    }

    /// <summary>Runs; an error outside a migration is told as the outcome's.</summary>
    public async Task<RunOutcome> RunAsync(RunOptions? options = null)
    {
        var runner = new MigrationRunner(sessions, new Silence(), TimeProvider.System);
        try
        {
            return RunOutcome.Of(await runner.RunAsync(MigrationFolder.Read(_folder.FullName), options ?? new RunOptions()).WaitAsync(Limit));
        }
        catch (SqlFailureException error)
        {
            return new RunOutcome { Error = $"{error.Failure.SqlState} {error.Failure.Message} {error.Failure.Hint}".Trim() };
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class Silence : IRunObserver
    {
        public void OnEvent(RunEvent runEvent)
        {
        }
    }
}
