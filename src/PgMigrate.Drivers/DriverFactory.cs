using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Drivers.NodePgMigrate;
using PgMigrate.Drivers.Postgres;
using PgMigrate.Drivers.RdsDataApi;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Drivers;

/// <summary>The one door to the drivers; no driver's own type passes it.</summary>
public static class DriverFactory
{
    /// <summary>Sessions on PostgreSQL over its own protocol.</summary>
    /// <param name="options">Where and as whom. <c>PGHOST</c>, <c>PGPORT</c>, <c>PGUSER</c>, <c>PGDATABASE</c>, <c>PGPASSWORD</c>,
    /// <c>PGPASSFILE</c> and <c>PGSSL…</c> fill in what is not given. A host on another machine is reached by TLS with a verified
    /// certificate unless another mode is named.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read; the message never quotes it.</exception>
    public static ISqlSessionFactory CreatePostgres(PostgresConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Npgsql.NpgsqlConnectionStringBuilder settings, bool tlsByDefault) = ConnectionSettings.Build(options);
        return new NpgsqlSessionFactory(settings, tlsByDefault);
    }

    /// <summary>Sessions on Aurora PostgreSQL through the RDS Data API.</summary>
    /// <param name="options">Where and as whom. Credentials come from the AWS SDK's chain unless the options name others.</param>
    /// <exception cref="ArgumentException">The cluster's ARN is none.</exception>
    public static ISqlSessionFactory CreateRdsDataApi(RdsDataApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RdsDataSessionFactory(options);
    }

    /// <summary>Sessions on an Aurora DSQL cluster. Nothing is sent yet; credentials are looked for when the first is opened.</summary>
    /// <param name="options">Where and as whom.</param>
    /// <param name="time">Measures ages and waits, and dates tokens; null for the system's clock.</param>
    /// <exception cref="ArgumentException">The endpoint names no region and none is given.</exception>
    public static ISqlSessionFactory CreateAuroraDsql(AuroraDsqlOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new DsqlSessionFactory(options, time ?? TimeProvider.System);
    }

    /// <summary>
    /// Runs migrations that are written in JavaScript for node-pg-migrate, in a child process of Node.js. Nothing is started yet; where
    /// there is no Node.js, every script is refused with a word on how to get it.
    /// </summary>
    /// <param name="options">Which Node.js, and its limits; null for the defaults.</param>
    public static IMigrationScriptHost CreateNodeScriptHost(NodeScriptOptions? options = null) => new NodeScriptHost(options ?? new NodeScriptOptions());
}
