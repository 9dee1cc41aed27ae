using System.Globalization;
using PgMigrate.Drivers.Postgres;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>
/// A session on a cluster. Each statement is a message of its own; one that stands alone is its own transaction, several of one
/// batch go between BEGIN and COMMIT. What loses against another transaction is repeated from the transaction's start. Connections
/// live 60 minutes at most, so between transactions the session moves to a new one in time, with its settings.
/// </summary>
internal sealed class DsqlSession(DsqlConnector connector) : ISqlSession
{
    /// <summary>Age at which a connection is replaced; the service ends it at 60 minutes.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(50);

    private readonly List<SqlCommand> _settings = [];
    private NpgsqlSession? _connection;
    private long _opened;
    private long _earlierRoundTrips;
    private bool _touched;
    private bool _resetDue;
    private TimeSpan? _statementTimeout;
    private Action<SqlNotice>? _noticeReceived;

    public SqlTarget Target => SqlTarget.AuroraDsql;

    public bool InTransaction => _connection is { InTransaction: true };

    public bool IsConnected => _connection is { IsConnected: true };

    public Action<SqlNotice>? NoticeReceived
    {
        get => _noticeReceived;
        set
        {
            _noticeReceived = value;
            if (_connection is { } connection)
            {
                connection.NoticeReceived = value;
            }
        }
    }

    public long RoundTrips => _earlierRoundTrips + (_connection?.RoundTrips ?? 0);

    /// <summary>Opens the first connection.</summary>
    public Task ConnectAsync(CancellationToken cancellationToken) => ReadyAsync(cancellationToken);

    public async Task ExecuteAsync(SqlBatch batch, CancellationToken cancellationToken = default) =>
        await SendAsync(batch, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<IReadOnlyList<SqlRow>>> QueryAsync(SqlBatch batch, CancellationToken cancellationToken = default) =>
        await SendAsync(batch, cancellationToken).ConfigureAwait(false);

    public Task RollbackAsync(CancellationToken cancellationToken = default) =>
        _connection?.RollbackAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<List<IReadOnlyList<SqlRow>>> SendAsync(SqlBatch batch, CancellationToken cancellationToken)
    {
        // By index, because a failure names the command by its place in the whole batch.
        List<int> sent = [.. Enumerable.Range(0, batch.Commands.Count).Where(index => TakesPart(batch.Commands[index]))];
        var results = new List<IReadOnlyList<SqlRow>>();
        foreach (int setting in InTransaction ? [] : sent.Where(index => batch.Commands[index].Purpose == SqlCommandPurpose.Setting).ToArray())
        {
            // Before the transaction and by itself, so that it is kept for the next connection.
            results.AddRange(await AloneAsync(batch, setting, cancellationToken).ConfigureAwait(false));
            sent.Remove(setting);
        }

        if (InTransaction || (batch.Begin && !(batch.Commit && sent.Count <= 1)))
        {
            bool whole = !InTransaction && batch.Begin && batch.Commit;
            return whole
                ? await OccRetry.RunAsync(() => InTransactionAsync(batch, sent, cancellationToken), connector.Time, cancellationToken).ConfigureAwait(false)
                : await InTransactionAsync(batch, sent, cancellationToken).ConfigureAwait(false);
        }

        foreach (int index in sent)
        {
            results.AddRange(await AloneAsync(batch, index, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    /// <summary>
    /// The service has no ROLE to go back to and refuses most settings: a reset is a new connection, time limits are the client's,
    /// and nobody waits for locks there.
    /// </summary>
    private bool TakesPart(SqlCommand command)
    {
        switch (command.Purpose)
        {
            case SqlCommandPurpose.Reset:
                _resetDue |= _touched;
                _settings.Clear();
                _statementTimeout = null;
                return false;
            case SqlCommandPurpose.OwnIdentity:
                return false;
            case SqlCommandPurpose.Setting:
                return TakesSetting(command);
            default:
                return true;
        }
    }

    private bool TakesSetting(SqlCommand command)
    {
        var reader = new StatementReader(command.Text.Span);
        reader.Accept("SET");
        string? name = reader.ReadName();
        if (name == "statement_timeout")
        {
            reader.Advance();
            _statementTimeout = TimeSpan.FromMilliseconds(double.Parse(reader.CurrentText, CultureInfo.InvariantCulture));
        }

        // application_name is set as the connection is opened.
        return name is not ("statement_timeout" or "lock_timeout" or "application_name");
    }

    private async Task<List<IReadOnlyList<SqlRow>>> AloneAsync(SqlBatch batch, int index, CancellationToken cancellationToken)
    {
        SqlCommand command = batch.Commands[index];
        List<IReadOnlyList<SqlRow>> results = await OccRetry.RunAsync(
            async () =>
            {
                NpgsqlSession connection = await ReadyAsync(cancellationToken).ConfigureAwait(false);
                return await OneAsync(connection, batch, index, cancellationToken).ConfigureAwait(false);
            },
            connector.Time,
            cancellationToken).ConfigureAwait(false);
        if (SessionStatements.ChangesSession(command.Text.Span))
        {
            // The run's own settings are sent anew with each reset; only a migration's make a new connection necessary.
            _touched |= command.Purpose == SqlCommandPurpose.Work;
            _settings.Add(command);
        }

        if (AsyncDefinition.Of(command.Text.Span) is { } definition)
        {
            await WaitAsync(definition, results, index, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    private async Task WaitAsync(AsyncDefinition definition, List<IReadOnlyList<SqlRow>> results, int index, CancellationToken cancellationToken)
    {
        string? job = results is [[SqlRow row, ..], ..] ? row.GetString(0) : null;
        var jobs = new DsqlJobs(AskAsync, notice => NoticeReceived?.Invoke(notice), connector.Time);
        try
        {
            await jobs.WaitAsync(definition, job, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException error)
        {
            throw new SqlFailureException(error.Failure with { CommandIndex = index }, error);
        }
    }

    /// <summary>A job outlives the connection that began it, and what is asked here may be asked twice: a lost one is replaced, once.</summary>
    private async Task<IReadOnlyList<SqlRow>> AskAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        var batch = new SqlBatch(command);
        List<IReadOnlyList<SqlRow>> results;
        try
        {
            results = await AloneAsync(batch, 0, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException error) when (error.Failure.ConnectionLost)
        {
            results = await AloneAsync(batch, 0, cancellationToken).ConfigureAwait(false);
        }

        return results is [var rows, ..] ? rows : [];
    }

    private async Task<List<IReadOnlyList<SqlRow>>> InTransactionAsync(SqlBatch batch, List<int> sent, CancellationToken cancellationToken)
    {
        NpgsqlSession connection = InTransaction ? _connection! : await ReadyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var results = new List<IReadOnlyList<SqlRow>>();
            if (batch.Begin && !connection.InTransaction)
            {
                await connection.ExecuteAsync(new SqlBatch { Begin = true }, cancellationToken).ConfigureAwait(false);
            }

            foreach (int index in sent)
            {
                results.AddRange(await OneAsync(connection, batch, index, cancellationToken).ConfigureAwait(false));
            }

            if (batch.Commit)
            {
                await connection.ExecuteAsync(new SqlBatch { Commit = true }, cancellationToken).ConfigureAwait(false);
            }

            return results;
        }
        catch (SqlFailureException error) when (OccRetry.IsConflict(error.Failure) && batch.Begin && batch.Commit)
        {
            await connection.RollbackAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<List<IReadOnlyList<SqlRow>>> OneAsync(
        NpgsqlSession connection, SqlBatch batch, int index, CancellationToken cancellationToken)
    {
        SqlCommand command = batch.Commands[index];
        try
        {
            return command.CopyData is null
                ? [.. await connection.QueryAsync(
                    new SqlBatch(command) { Timeout = batch.Timeout ?? _statementTimeout }, cancellationToken).ConfigureAwait(false)]
                : throw new SqlFailureException(new SqlFailure { Message = "Aurora DSQL takes no COPY data here.", SqlState = "0A000" });
        }
        catch (SqlFailureException error)
        {
            throw new SqlFailureException(DsqlHints.Add(error.Failure) with { CommandIndex = index }, error);
        }
    }

    /// <summary>The connection, or a new one with the session's settings when it is too old, gone, or to be reset.</summary>
    private async Task<NpgsqlSession> ReadyAsync(CancellationToken cancellationToken)
    {
        if (_connection is { IsConnected: true } current && !_resetDue && connector.Time.GetElapsedTime(_opened) < MaxAge)
        {
            return current;
        }

        NpgsqlSession connection = await OpenWithSettingsAsync(cancellationToken).ConfigureAwait(false);
        (_touched, _resetDue) = (_touched && !_resetDue, false);
        if (_connection is { } old)
        {
            _earlierRoundTrips += old.RoundTrips;
            await old.DisposeAsync().ConfigureAwait(false);
        }

        _connection = connection;
        _opened = connector.Time.GetTimestamp();
        connection.NoticeReceived = NoticeReceived;
        return connection;
    }

    /// <summary>A connection is taken into use only with all of the session's settings.</summary>
    private async Task<NpgsqlSession> OpenWithSettingsAsync(CancellationToken cancellationToken)
    {
        NpgsqlSession connection = await connector.OpenAsync(NoticeReceived, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (SqlCommand setting in _settings)
            {
                await connection.ExecuteAsync(new SqlBatch(setting), cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
