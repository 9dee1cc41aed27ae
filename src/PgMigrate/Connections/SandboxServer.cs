using System.Runtime.CompilerServices;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Connections;

/// <summary>A started throw-away server, without naming its type where the drivers may not be loaded yet.</summary>
internal sealed record SandboxServer(IAsyncDisposable Server, string ConnectionString)
{
    /// <summary>Starts a PostgreSQL server, with an empty database of its own when one is named.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<SandboxServer> StartPostgresAsync(string? database, CancellationToken cancellationToken)
    {
        LocalPostgres server = await LocalPostgres.StartAsync(null, cancellationToken).ConfigureAwait(false);
        try
        {
            string connectionString = database is null
                ? server.ConnectionString
                : await server.CreateDatabaseAsync(database, cancellationToken).ConfigureAwait(false);
            return new SandboxServer(server, connectionString);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
