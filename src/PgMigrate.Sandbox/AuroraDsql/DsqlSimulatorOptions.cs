using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>How a <see cref="DsqlSimulator"/> is started; the defaults are the service's limits.</summary>
public sealed record DsqlSimulatorOptions
{
    /// <summary>A server to make a database in; null, the default, for one of the simulator's own, which ends with it.</summary>
    public LocalPostgres? Server { get; init; }

    /// <summary>TCP port on 127.0.0.1; null, the default, for a free one.</summary>
    public int? Port { get; init; }

    /// <summary>How long a connection lives; default 60 minutes.</summary>
    public TimeSpan MaxConnectionAge { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a transaction may last; default 5 minutes.</summary>
    public TimeSpan MaxTransactionAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a background job waits and then works; default 100 ms.</summary>
    public TimeSpan JobDuration { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// True, the default, when a committed change of the catalog makes the next statement of every other session fail with
    /// <c>OC001</c>. The service does so often, not always.
    /// </summary>
    public bool SchemaConflicts { get; init; } = true;

    /// <summary>The clock by which tokens, connections and transactions age; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
