using System.Security.Authentication;
using Npgsql;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Opens sessions on one PostgreSQL database.</summary>
internal sealed class NpgsqlSessionFactory : ISqlSessionFactory
{
    private const string TlsHint =
        "A server on another machine must prove who it is by default: TLS with a certificate that is trusted and names the host. "
        + "Trust its authority with -RootCertificate, sslrootcert or PGSSLROOTCERT. To do without the proof say -SslMode Require, to do without TLS "
        + "-SslMode Disable; sslmode in the connection string and PGSSLMODE say the same.";

    private readonly NpgsqlDataSource _source;
    private readonly bool _tlsByDefault;

    /// <param name="settings">Where and how.</param>
    /// <param name="tlsByDefault">True when verified TLS is asked for by default, so that a failure of it says how to choose.</param>
    public NpgsqlSessionFactory(NpgsqlConnectionStringBuilder settings, bool tlsByDefault)
    {
        _tlsByDefault = tlsByDefault;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);

        // Only text, numbers, uuid and time are read, so the type catalog need not be loaded (a round trip less).
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        _source = builder.Build();
        Description = $"{settings.Username ?? Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName}@{settings.Host}:{settings.Port}"
            + $"/{settings.Database ?? Environment.GetEnvironmentVariable("PGDATABASE") ?? settings.Username}";
    }

    public SqlTarget Target => SqlTarget.PostgreSql;

    public string Description { get; }

    public async Task<ISqlSession> OpenAsync(CancellationToken cancellationToken = default)
    {
        NpgsqlConnection connection = _source.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new NpgsqlSession(connection);
        }
        catch (Exception error) when (FailureTranslator.IsDatabaseError(error))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            SqlFailureException failure = FailureTranslator.Translate(error, null, SqlOutcome.NotApplied, connectionLost: true);
            throw _tlsByDefault && IsOfTls(error) ? new SqlFailureException(failure.Failure with { Hint = TlsHint }, error) : failure;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Certificates that do not convince are an AuthenticationException of .NET; a server without TLS is an exception of the driver's own
    /// with nothing beneath it.
    /// </summary>
    private static bool IsOfTls(Exception error) =>
        error is NpgsqlException and not PostgresException && error.InnerException is null or AuthenticationException;
}
