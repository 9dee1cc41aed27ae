using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>
/// A session over the RDS Data API. There is no connection: a transaction is named in each call, anything else may meet another
/// server session each time. So settings, the run's and a migration's, are made local to their transaction; the run's are given to
/// each one, and what resets a session is left out.
/// A transaction is repeated as a whole when the service fails for a while before its commit was sent; a statement never is.
/// </summary>
internal sealed class RdsDataSession(IDataApi api, CircuitBreaker breaker, TimeSpan resumeTimeout, RdsDataTiming timing) : ISqlSession
{
    /// <summary>Tries of one transaction, when it fails for other reasons than a database that wakes up.</summary>
    private const int MaxTries = 4;

    private readonly CallRunner _calls = new(api, breaker, timing);
    private readonly List<SqlCommand> _settings = [];
    private string? _transaction;
    private bool _mayHaveRole;

    public SqlTarget Target => SqlTarget.RdsDataApi;

    public bool InTransaction => _transaction is not null;

    /// <summary>False after an outcome that is not known: nothing is held that could be used again.</summary>
    public bool IsConnected { get; private set; } = true;

    public Action<SqlNotice>? NoticeReceived { get; set; }

    public long RoundTrips => _calls.Count;

    public Task ExecuteAsync(SqlBatch batch, CancellationToken cancellationToken = default) => SendAsync(batch, null, cancellationToken);

    public async Task<IReadOnlyList<IReadOnlyList<SqlRow>>> QueryAsync(SqlBatch batch, CancellationToken cancellationToken = default)
    {
        var results = new List<IReadOnlyList<SqlRow>>(batch.Commands.Count);
        await SendAsync(batch, results, cancellationToken).ConfigureAwait(false);
        return results;
    }

    public async Task RollbackAsync(CancellationToken cancellationToken = default)
    {
        if (_transaction is not { } id)
        {
            return;
        }

        _transaction = null;
        try
        {
            await _calls.EndAsync(id).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DataApiException error)
        {
            // The service rolls it back by itself after three minutes without a call.
            throw Failure(error, null, null, SqlOutcome.NotApplied);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(timing.EndLimit);
        try
        {
            await RollbackAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            // Left to the service's own time limit.
        }
    }

    private async Task SendAsync(SqlBatch batch, List<IReadOnlyList<SqlRow>>? results, CancellationToken cancellationToken)
    {
        bool hasSettings = batch.Commands.Any(SessionCommands.IsSetting);
        bool whole = batch.Begin ? batch.Commit : !InTransaction && hasSettings;
        using CancellationTokenSource? limit = batch.Timeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit?.CancelAfter(batch.Timeout!.Value);
        CancellationToken stop = limit?.Token ?? cancellationToken;
        try
        {
            await SendAsync(batch, begin: batch.Begin || whole, commit: batch.Commit || whole, results, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SqlFailureException(new SqlFailure { Message = "The statement took longer than its time limit and was cancelled.", SqlState = "57014" });
        }
    }

    private async Task SendAsync(SqlBatch batch, bool begin, bool commit, List<IReadOnlyList<SqlRow>>? results, CancellationToken cancellationToken)
    {
        var patience = new Patience(resumeTimeout, timing);
        for (int attempt = 1; ; attempt++)
        {
            var run = new BatchRun(batch, results);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                results?.Clear();
                await RunAsync(run, begin, commit, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DataApiException error)
            {
                // Only what can be repeated as a whole is: a transaction from its start, or a lone statement that did nothing.
                bool repeatable = begin ? run.Stage != BatchStage.Committing || batch.IsRepeatable
                    : !InTransaction && (batch.IsRepeatable || (error.IsCertainlyUndone && run.Done == 0));
                bool wanted = error.IsPassing && (error.Kind == DataApiErrorKind.Resuming || attempt < MaxTries);
                if (begin)
                {
                    await AbandonAsync().ConfigureAwait(false);
                }

                if (!repeatable || !wanted || !await WaitAsync(patience, error, cancellationToken).ConfigureAwait(false))
                {
                    throw Failure(error, run, run.Stage == BatchStage.Committing ? null : run.Index, OutcomeOf(error, run));
                }
            }
            catch (OperationCanceledException)
            {
                IsConnected &= run.Stage != BatchStage.Lost;
                throw;
            }
        }
    }

    private async Task RunAsync(BatchRun run, bool begin, bool commit, CancellationToken cancellationToken)
    {
        if (begin)
        {
            _mayHaveRole = false;
            _transaction = await _calls.BeginAsync().ConfigureAwait(false);
            await ApplySettingsAsync(run.Batch, cancellationToken).ConfigureAwait(false);
        }

        run.InTransaction = InTransaction;
        for (run.Index = 0; run.Index < run.Batch.Commands.Count; run.Index++)
        {
            SqlCommand command = run.Batch.Commands[run.Index];
            SessionCommands.Remember(command, _settings);
            if (SessionCommands.TextOf(command, InTransaction, _mayHaveRole) is not { } text)
            {
                continue;
            }

            run.Statement = StatementPreparer.Prepare(text, command.Parameters, makeLocal: InTransaction, tagged: run.Results is null);
            IReadOnlyList<SqlRow>? rows = await ExecuteAsync(run, cancellationToken).ConfigureAwait(false);
            run.Done++;
            _mayHaveRole |= command.Purpose == SqlCommandPurpose.Work && RoleChanges.MayChange(command);
            if (rows is not null)
            {
                run.Results?.Add(rows);
            }
        }

        if (commit)
        {
            await CommitAsync(run, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives a new transaction the settings that a session would have kept, unless the batch sets up anew.</summary>
    private async Task ApplySettingsAsync(SqlBatch batch, CancellationToken cancellationToken)
    {
        foreach (SqlCommand setting in batch.Commands is [{ Purpose: SqlCommandPurpose.Reset }, ..] ? [] : _settings)
        {
            PreparedStatement statement = StatementPreparer.Prepare(setting.Text.ToString(), [], makeLocal: true);
            await _calls.ExecuteAsync(statement, _transaction, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<SqlRow>?> ExecuteAsync(BatchRun run, CancellationToken cancellationToken)
    {
        run.Stage = BatchStage.Statement;
        try
        {
            return await _calls.ExecuteAsync(run.Statement!, _transaction, cancellationToken).ConfigureAwait(false);
        }
        catch (DataApiException error) when (error.Kind == DataApiErrorKind.Timeout && run.Results is null)
        {
            Tell("INFO", "The statement takes longer than the 45 s of a call; it goes on and is watched.");
            await WatchAsync(run, error, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DataApiException error) when (error.Kind == DataApiErrorKind.Result && run.Results is not null && !InTransaction)
        {
            return await new PagedQuery(_calls).ReadAsync(run.Statement!, error, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_calls.HasEnded)
        {
            run.Stage = BatchStage.Lost;
            throw;
        }
    }

    private async Task WatchAsync(BatchRun run, DataApiException timeout, CancellationToken cancellationToken)
    {
        try
        {
            await new StatementWatch(_calls, resumeTimeout, timing).WaitAsync(run.Statement!, _transaction, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!InTransaction)
        {
            // It was told to end; whether it had ended well before is not known.
            run.Stage = BatchStage.Lost;
            throw;
        }
    }

    private async Task CommitAsync(BatchRun run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        run.Stage = BatchStage.Committing;
        string id = _transaction!;
        try
        {
            await _calls.CommitAsync(id).ConfigureAwait(false);
            _transaction = null;
        }
        catch (DataApiException error) when (error.Kind != DataApiErrorKind.Refused)
        {
            // If it can still be rolled back it was not committed, and that is certain. If it is gone, only the history knows.
            _transaction = null;
            run.IsUnknown = !await _calls.TryEndAsync(id).ConfigureAwait(false);
            run.Stage = run.IsUnknown ? BatchStage.Committing : BatchStage.RolledBack;
            throw;
        }
    }

    /// <summary>Rolls back what a failed try left; it may be gone already.</summary>
    private async Task AbandonAsync()
    {
        if (_transaction is { } id)
        {
            _transaction = null;
            await _calls.TryEndAsync(id).ConfigureAwait(false);
        }
    }

    private async Task<bool> WaitAsync(Patience patience, DataApiException error, CancellationToken cancellationToken)
    {
        Tell("INFO", error.Kind == DataApiErrorKind.Resuming
            ? FormattableString.Invariant($"The database was paused and wakes up; waited {patience.Waited.TotalSeconds:0} s so far.")
            : $"The RDS Data API failed for now ({error.Message}); the transaction is tried again.");
        return await patience.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Tell(string severity, string message) => NoticeReceived?.Invoke(new SqlNotice(severity, message, null));

    /// <summary>In a transaction only the commit decides; alone, a statement that was sent and not answered may have been done.</summary>
    private static SqlOutcome OutcomeOf(DataApiException error, BatchRun run) =>
        run.IsUnknown || (!run.InTransaction && run.Stage == BatchStage.Statement && !error.IsCertainlyUndone)
            ? SqlOutcome.Unknown : SqlOutcome.NotApplied;

    private SqlFailureException Failure(DataApiException error, BatchRun? run, int? index, SqlOutcome outcome)
    {
        ErrorText text = ErrorText.Read(error.Message);
        IsConnected &= outcome != SqlOutcome.Unknown;
        return new SqlFailureException(
            new SqlFailure
            {
                Message = text.Message,
                SqlState = text.SqlState,
                Detail = text.Detail,
                Hint = text.Hint ?? HintOf(error),
                Position = text.Position is { } at ? run?.Statement?.MapPosition(at) : null,
                CommandIndex = index,
                Outcome = outcome,
                ConnectionLost = error.Kind is DataApiErrorKind.Unanswered or DataApiErrorKind.TryLater or DataApiErrorKind.Resuming,
            },
            error);
    }

    private static string? HintOf(DataApiException error) => error.Kind switch
    {
        DataApiErrorKind.Resuming => "Give a longer -ResumeTimeout, or wake the database first.",
        DataApiErrorKind.Result => "The RDS Data API cannot return this result. Cast it to text, or run the query in DO $$BEGIN PERFORM …; END$$.",
        DataApiErrorKind.Refused when error.Message.Contains("Signature expired", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("Signature not yet current", StringComparison.OrdinalIgnoreCase) => ConnectionHints.Clock,
        _ => ConnectionHints.For(error),
    };
}
