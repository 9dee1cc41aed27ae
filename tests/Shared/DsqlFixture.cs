using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Testing;

/// <summary>One server behind the Aurora DSQL simulators of <see cref="DsqlCollection"/>; each test starts a simulator of its own on it.</summary>
public sealed class DsqlFixture : IAsyncLifetime
{
    private LocalPostgres? _server;

    /// <summary>Starts a simulator on the shared server, in a database of its own.</summary>
    public Task<DsqlSimulator> StartAsync(DsqlSimulatorOptions? options = null) =>
        DsqlSimulator.StartAsync((options ?? new DsqlSimulatorOptions()) with
        {
            Server = _server ?? throw new InvalidOperationException("No PostgreSQL server: mark the test [PostgresFact]."),
        });

    /// <summary>Makes an empty database of plain PostgreSQL beside the simulators' and gives the superuser's connection string to it.</summary>
    public Task<string> CreatePlainDatabaseAsync(string name) =>
        (_server ?? throw new InvalidOperationException("No PostgreSQL server: mark the test [PostgresFact].")).CreateDatabaseAsync(name);

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
