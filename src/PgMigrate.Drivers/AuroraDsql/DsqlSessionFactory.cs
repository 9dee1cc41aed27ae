using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>Opens sessions on one Aurora DSQL cluster.</summary>
internal sealed class DsqlSessionFactory : ISqlSessionFactory
{
    private readonly DsqlConnector _connector;

    /// <exception cref="ArgumentException">The region is not known.</exception>
    public DsqlSessionFactory(AuroraDsqlOptions options, TimeProvider time)
    {
        _connector = new DsqlConnector(options, time);
        Description = $"{options.UserName}@{options.Endpoint}:{options.Port}/{options.Database}";
    }

    public SqlTarget Target => SqlTarget.AuroraDsql;

    public string Description { get; }

    public async Task<ISqlSession> OpenAsync(CancellationToken cancellationToken = default)
    {
        var session = new DsqlSession(_connector);
        await session.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return session;
    }
}
