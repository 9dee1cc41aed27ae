using Npgsql;
using PgMigrate.Drivers;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;

namespace PgMigrate.Bench.Databases;

/// <summary>A whole run of ours as a host makes it: read the folder, then <see cref="MigrationRunner.RunAsync"/>.</summary>
internal sealed class Ours : IRunObserver
{
    /// <summary>Round trips of the last run, over both its connections.</summary>
    public long RoundTrips { get; private set; }

    public async Task RunAsync(NpgsqlConnectionStringBuilder database, string folder, int expected)
    {
        var sessions = new CountingSessionFactory(
            DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = database.ConnectionString }));
        MigrationSet set = MigrationFolder.Read(folder);
        RunResult result = await new MigrationRunner(sessions, this, TimeProvider.System).RunAsync(set, new RunOptions { ToolVersion = "bench" });
        RoundTrips = sessions.RoundTrips;
        if (!result.Succeeded || result.Results.Count != expected)
        {
            throw new InvalidOperationException($"The run applied {result.Results.Count} migrations, not {expected}. {result.Failed?.Failure}");
        }
    }

    public void OnEvent(RunEvent runEvent)
    {
    }
}
