using Npgsql;
using PgMigrate.Drivers.Postgres;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>Opens connections, each with a fresh token, and waits for a cluster that cannot take one just now.</summary>
internal sealed class DsqlConnector
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source;
    private readonly TimeSpan _patience;

    public DsqlConnector(AuroraDsqlOptions options, TimeProvider time)
    {
        Time = time;
        _patience = options.ResumeTimeout;
        var tokens = new DsqlTokenSource(options, time);
        var builder = new NpgsqlDataSourceBuilder(DsqlSettings.Build(options).ConnectionString);
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        builder.UsePasswordProvider(
            _ => throw new NotSupportedException("Connections are opened asynchronously."),
            async (_, _) => await tokens.GetTokenAsync().ConfigureAwait(false));
        _source = builder.Build();
    }

    /// <summary>Measures ages and waits.</summary>
    public TimeProvider Time { get; }

    /// <summary>Opens one.</summary>
    /// <param name="notice">Told of waits; may be null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SqlFailureException">The cluster or AWS refused.</exception>
    public async Task<NpgsqlSession> OpenAsync(Action<SqlNotice>? notice, CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        TimeSpan pause = FirstPause;
        bool renewed = false;
        while (true)
        {
            try
            {
                return await TryOpenAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (SqlFailureException error) when (!renewed && IsExpired(error.Failure))
            {
                renewed = true;
            }
            catch (SqlFailureException error) when (IsPassing(error.Failure) && Time.GetElapsedTime(start) < _patience)
            {
                notice?.Invoke(new SqlNotice("INFO", $"Waiting for the cluster: {error.Failure.Message}", error.Failure.SqlState));
                await Task.Delay(pause, Time, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>A clock that went wrong, or a token that lay too long; the next one is new. Any other denial would be repeated.</summary>
    private static bool IsExpired(SqlFailure failure) => failure.Hint?.Contains("Signature expired", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>An idle cluster wakes up within minutes; limits of connections pass.</summary>
    private static bool IsPassing(SqlFailure failure) => failure.SqlState is "53300" or "53400"
        || failure.Message.Contains("waking up cluster", StringComparison.OrdinalIgnoreCase);

    private async Task<NpgsqlSession> TryOpenAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = _source.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new NpgsqlSession(connection);
        }
        catch (Exception error) when (FailureTranslator.IsDatabaseError(error) || error is Amazon.Runtime.AmazonClientException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            SqlFailure failure = FailureTranslator.Translate(error, null, SqlOutcome.NotApplied, connectionLost: true).Failure;
            throw new SqlFailureException(DsqlHints.Add(failure, Environment.GetEnvironmentVariable("PGOPTIONS")), error);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
