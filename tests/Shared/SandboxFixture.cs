using System.Globalization;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Testing;

/// <summary>One server for all the test classes of <see cref="SandboxCollection"/>, a fresh database for each test that asks.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private LocalPostgres? _server;
    private int _databases;

    /// <summary>The server; there is none where every test that needs one is skipped.</summary>
    public LocalPostgres Server => _server ?? throw new InvalidOperationException("No PostgreSQL server: mark the test [PostgresFact].");

    /// <summary>Makes an empty database of its own name and gives the superuser's connection string to it.</summary>
    public Task<string> CreateDatabaseAsync() =>
        Server.CreateDatabaseAsync("test_" + Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture));

    public async Task InitializeAsync()
    {
        if (PostgresAvailability.SkipReason is null)
        {
            _server = await LocalPostgres.StartAsync(TestServer.Options);
        }
    }

    /// <summary>
    /// Not waited for: removing hundreds of databases takes a slow disk minutes, in which no test begins or ends, so that the run looks hung. The
    /// server's supervisor goes on with it when this process has ended.
    /// </summary>
    public Task DisposeAsync()
    {
        _ = _server?.DisposeAsync().AsTask();
        return Task.CompletedTask;
    }
}
