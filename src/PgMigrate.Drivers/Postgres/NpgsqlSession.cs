using System.Data;
using Npgsql;
using NpgsqlTypes;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Postgres;

/// <summary>
/// A session on one connection. Every command goes out as one piece of an <see cref="NpgsqlBatch"/>, which Npgsql sends as
/// it is; a command text of its own would be searched for semicolons and cut.
/// </summary>
internal sealed class NpgsqlSession : ISqlSession
{
    /// <summary>Commands and characters that go out before their answers are read; bounds memory, not meaning.</summary>
    private const int MaxCommands = 1_000;
    private const int MaxCharacters = 4 << 20;

    private readonly NpgsqlConnection _connection;
    private bool _muted;

    public NpgsqlSession(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += OnNotice;
    }

    public SqlTarget Target => SqlTarget.PostgreSql;

    public bool InTransaction { get; private set; }

    public bool IsConnected => _connection.FullState.HasFlag(ConnectionState.Open) && !_connection.FullState.HasFlag(ConnectionState.Broken);

    public int? ProcessId => _connection.ProcessID;

    public Action<SqlNotice>? NoticeReceived { get; set; }

    public long RoundTrips { get; private set; }

    public Task ExecuteAsync(SqlBatch batch, CancellationToken cancellationToken = default) =>
        SendAsync(batch, null, cancellationToken);

    public async Task<IReadOnlyList<IReadOnlyList<SqlRow>>> QueryAsync(SqlBatch batch, CancellationToken cancellationToken = default)
    {
        var results = new List<IReadOnlyList<SqlRow>>(batch.Commands.Count);
        await SendAsync(batch, results, cancellationToken).ConfigureAwait(false);
        return results;
    }

    public async Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        if (!InTransaction)
        {
            return;
        }

        InTransaction = false;
        if (!IsConnected)
        {
            return;
        }

        _muted = true; // After a failed COMMIT the server has rolled back already and would warn.
        try
        {
            await SendAsync(new SqlBatch(new SqlCommand("ROLLBACK")), null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _muted = false;
        }
    }

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var relay = new CancellationRelay(cancellationToken, () => IsConnected);
        try
        {
            while (true)
            {
                // Comes back for a notification, which nobody here wants, and fails when the connection ends.
                await _connection.WaitAsync(relay.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (FailureTranslator.IsDatabaseError(error))
        {
            throw FailureTranslator.Translate(error, null, SqlOutcome.NotApplied, connectionLost: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Notice -= OnNotice;
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SendAsync(SqlBatch batch, List<IReadOnlyList<SqlRow>>? results, CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            throw FailureTranslator.NotConnected();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (batch.Timeout is { } timeout)
        {
            limit.CancelAfter(timeout);
        }

        using var relay = new CancellationRelay(limit.Token, () => IsConnected);
        using var pipeline = new Pipeline(this, results, relay.Token);
        bool committing = false;
        try
        {
            if (batch.Begin)
            {
                InTransaction = true;
                pipeline.Add(new SqlCommand("BEGIN"), null);
            }

            for (int index = 0; index < batch.Commands.Count; index++)
            {
                SqlCommand command = batch.Commands[index];
                if (command.CopyData is { } data)
                {
                    await pipeline.FlushAsync().ConfigureAwait(false);
                    await pipeline.CopyAsync(command, data, index).ConfigureAwait(false);
                    continue;
                }

                pipeline.Add(command, index);
                if (pipeline.IsFull)
                {
                    await pipeline.FlushAsync().ConfigureAwait(false);
                }
            }

            if (batch.Commit)
            {
                committing = true;
                pipeline.Add(new SqlCommand("COMMIT"), null);
            }

            await pipeline.FlushAsync().ConfigureAwait(false);
            InTransaction &= !batch.Commit;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            SqlOutcome outcome = OutcomeOfLoss(!IsConnected, committing);
            throw FailureTranslator.TimedOut(error, batch.Timeout, pipeline.FailedIndex(error.InnerException), outcome, !IsConnected);
        }
        catch (Exception error) when (FailureTranslator.IsDatabaseError(error))
        {
            bool lost = !IsConnected || error is not PostgresException;
            throw FailureTranslator.Translate(error, pipeline.FailedIndex(error), OutcomeOfLoss(lost, committing), lost);
        }
    }

    /// <summary>Outside a transaction a command that was sent may have been carried out; inside one only COMMIT decides.</summary>
    private SqlOutcome OutcomeOfLoss(bool lost, bool committing) =>
        lost && (committing || !InTransaction) ? SqlOutcome.Unknown : SqlOutcome.NotApplied;

    private void OnNotice(object sender, NpgsqlNoticeEventArgs e)
    {
        if (!_muted)
        {
            NoticeReceived?.Invoke(new SqlNotice(e.Notice.InvariantSeverity, e.Notice.MessageText, e.Notice.SqlState)
            {
                Detail = e.Notice.Detail,
                Hint = e.Notice.Hint,
            });
        }
    }

    /// <summary>Gathers commands and sends them together.</summary>
    private sealed class Pipeline(
        NpgsqlSession session, List<IReadOnlyList<SqlRow>>? results, CancellationToken cancellationToken) : IDisposable
    {
        private readonly List<int?> _indexes = [];
        private NpgsqlBatch? _batch;
        private int _characters;
        private int? _copyIndex;

        public bool IsFull => _indexes.Count >= MaxCommands || _characters >= MaxCharacters;

        public void Add(SqlCommand command, int? index)
        {
            _batch ??= new NpgsqlBatch(session._connection) { Timeout = 0 };
            var piece = new NpgsqlBatchCommand(command.Text.ToString());
            foreach (SqlParameter parameter in command.Parameters)
            {
                piece.Parameters.Add(ToNpgsql(parameter));
            }

            _batch.BatchCommands.Add(piece);
            _indexes.Add(index);
            _characters += command.Text.Length;
        }

        public async Task FlushAsync()
        {
            if (_batch is null)
            {
                return;
            }

            session.RoundTrips++;
            NpgsqlDataReader reader = await _batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await ReadAllAsync(reader).ConfigureAwait(false);
            }

            await _batch.DisposeAsync().ConfigureAwait(false);
            _batch = null;
            _indexes.Clear();
            _characters = 0;
        }

        public async Task CopyAsync(SqlCommand command, ReadOnlyMemory<char> data, int index)
        {
            _copyIndex = index;
            session.RoundTrips++;
            await CopyIn.RunAsync(session._connection, command.Text.ToString(), data, cancellationToken).ConfigureAwait(false);
            _copyIndex = null;
        }

        public int? FailedIndex(Exception? error)
        {
            if (_copyIndex is { } copy)
            {
                return copy;
            }

            if (_batch is null || (error as NpgsqlException)?.BatchCommand is not NpgsqlBatchCommand failed)
            {
                return null;
            }

            int at = _batch.BatchCommands.IndexOf(failed);
            return at < 0 ? null : _indexes[at];
        }

        public void Dispose() => _batch?.Dispose();

        private async Task ReadAllAsync(NpgsqlDataReader reader)
        {
            do
            {
                if (results is null || reader.FieldCount == 0)
                {
                    continue;
                }

                var rows = new List<SqlRow>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var values = new object[reader.FieldCount];
                    reader.GetValues(values);
                    rows.Add(new SqlRow(Array.ConvertAll(values, value => value is DBNull ? null : value)));
                }

                results.Add(rows);
            }
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        }

        private static NpgsqlParameter ToNpgsql(SqlParameter parameter) => new()
        {
            Value = parameter.Value ?? DBNull.Value,
            NpgsqlDbType = parameter.Type switch
            {
                SqlParameterType.Text => NpgsqlDbType.Text,
                SqlParameterType.Integer => NpgsqlDbType.Integer,
                SqlParameterType.BigInt => NpgsqlDbType.Bigint,
                SqlParameterType.Boolean => NpgsqlDbType.Boolean,
                SqlParameterType.Uuid => NpgsqlDbType.Uuid,
                SqlParameterType.Unspecified => NpgsqlDbType.Unknown,
                SqlParameterType.TimestampTz => NpgsqlDbType.TimestampTz,
                _ => throw new ArgumentOutOfRangeException(nameof(parameter)),
            },
        };
    }
}
