using Npgsql;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Opens sessions on one PostgreSQL database.</summary>
internal sealed class NpgsqlSessionFactory : ISqlSessionFactory
{
    private readonly NpgsqlDataSource _source;

    public NpgsqlSessionFactory(NpgsqlConnectionStringBuilder settings)
    {
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
            throw FailureTranslator.Translate(error, null, SqlOutcome.NotApplied, connectionLost: true);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
