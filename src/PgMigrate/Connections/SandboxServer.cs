using System.Runtime.CompilerServices;
using PgMigrate.Drivers;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.Postgres;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Connections;

/// <summary>A started throw-away server, without naming its type where the drivers may not be loaded yet.</summary>
/// <param name="Server">What ends it.</param>
/// <param name="Create">Makes the sessions of its target.</param>
/// <param name="ConnectionString">Of the PostgreSQL behind it; holds a password.</param>
internal sealed record SandboxServer(IAsyncDisposable Server, Func<ISqlSessionFactory> Create, string ConnectionString)
{
    /// <summary>Starts one.</summary>
    /// <param name="target">What it stands in for.</param>
    /// <param name="database">Its database, or null for the one that is there; Aurora DSQL has one only.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<SandboxServer> StartAsync(SqlTarget target, string? database, CancellationToken cancellationToken) => target switch
    {
        SqlTarget.RdsDataApi => StartDataApiAsync(database, cancellationToken),
        SqlTarget.AuroraDsql => StartDsqlAsync(cancellationToken),
        _ => StartPostgresAsync(database, cancellationToken),
    };

    private static async Task<SandboxServer> StartPostgresAsync(string? database, CancellationToken cancellationToken)
    {
        LocalPostgres server = await LocalPostgres.StartAsync(null, cancellationToken).ConfigureAwait(false);
        string connectionString = await DatabaseAsync(server, server, database, cancellationToken).ConfigureAwait(false);
        return new SandboxServer(server, () => SessionSources.Postgres(connectionString), connectionString);
    }

    private static async Task<SandboxServer> StartDataApiAsync(string? database, CancellationToken cancellationToken)
    {
        RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        string connectionString = await DatabaseAsync(emulator, emulator.Server, database, cancellationToken).ConfigureAwait(false);
        var options = new RdsDataApiOptions
        {
            ResourceArn = emulator.Options.ResourceArn,
            SecretArn = emulator.Options.SecretArn,
            Database = database ?? emulator.Options.Database,
            Region = emulator.Options.Region,
            ServiceUrl = emulator.Endpoint,
            AccessKeyId = emulator.Options.AccessKeyId,
            SecretAccessKey = emulator.Options.SecretAccessKey,
        };
        return new SandboxServer(emulator, () => DriverFactory.CreateRdsDataApi(options), connectionString);
    }

    private static async Task<SandboxServer> StartDsqlAsync(CancellationToken cancellationToken)
    {
        DsqlSimulator simulator = await DsqlSimulator.StartAsync(null, cancellationToken).ConfigureAwait(false);
        return new SandboxServer(simulator, () => DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), simulator.BackendConnectionString);
    }

    /// <summary>The database to use; what was started is ended when it cannot be made.</summary>
    private static async Task<string> DatabaseAsync(IAsyncDisposable started, LocalPostgres server, string? database, CancellationToken cancellationToken)
    {
        try
        {
            return database is null ? server.ConnectionString : await server.CreateDatabaseAsync(database, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
