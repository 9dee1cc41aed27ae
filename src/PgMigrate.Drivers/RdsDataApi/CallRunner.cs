using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>
/// Makes the calls of a session, one at a time, and cancels statements: the service has no call for that, so the server is asked
/// to end the statement and its answer is waited for.
/// </summary>
internal sealed class CallRunner(IDataApi api, CircuitBreaker breaker, RdsDataTiming timing)
{
    /// <summary>The last statement that can be cancelled.</summary>
    private PreparedStatement? _last;

    /// <summary>Calls made.</summary>
    public long Count { get; private set; }

    /// <summary>False when it is not known how a cancelled statement ended.</summary>
    public bool HasEnded { get; private set; } = true;

    public Task<string> BeginAsync() => CallAsync(api.BeginAsync);

    public Task CommitAsync(string id) => CallAsync(() => api.CommitAsync(id));

    /// <summary>Runs a statement; a cancellation is the server's to answer.</summary>
    public async Task<IReadOnlyList<SqlRow>?> ExecuteAsync(PreparedStatement statement, string? transactionId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // A question about a statement that goes on must not take its place: that is what a roll back has to end.
        _last = statement.Tag.Length > 0 ? statement : _last;
        Task<IReadOnlyList<SqlRow>?> running = CallAsync(() => api.ExecuteAsync(statement, transactionId));
        if (await EndsBeforeAsync(running, cancellationToken).ConfigureAwait(false))
        {
            return await running.ConfigureAwait(false);
        }

        HasEnded = await IsEndedAsync(statement, running).ConfigureAwait(false)
            && (transactionId is not null || running.Exception?.InnerException is null or DataApiException { IsCertainlyUndone: true });
        if (!HasEnded || transactionId is not null || running.IsFaulted)
        {
            _ = running.ContinueWith(task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new OperationCanceledException(cancellationToken);
        }

        // It was done before the cancellation reached it; its caller records that and meets the cancellation next.
        return await running.ConfigureAwait(false);
    }

    /// <summary>Rolls back. A transaction that is gone already is as good; one that runs a statement is tried again for a while.</summary>
    public async Task EndAsync(string id)
    {
        // A caller that gives up waiting goes on with other statements, which are not to be cancelled.
        PreparedStatement? last = _last;
        var patience = new Patience(timing.EndLimit, timing);
        while (true)
        {
            try
            {
                await CallAsync(() => api.RollbackAsync(id)).ConfigureAwait(false);
                return;
            }
            catch (DataApiException error) when (error.Kind == DataApiErrorKind.TransactionNotFound)
            {
                return;
            }
            catch (DataApiException error) when (error.Kind is DataApiErrorKind.Busy or DataApiErrorKind.TryLater or DataApiErrorKind.Unanswered)
            {
                await CancelLastAsync(error, last).ConfigureAwait(false);
                if (!await patience.WaitAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Rolls back; true when the service said that it did, false when the transaction was gone or no answer came.</summary>
    public async Task<bool> TryEndAsync(string id)
    {
        var patience = new Patience(timing.EndLimit, timing);
        do
        {
            try
            {
                await CallAsync(() => api.RollbackAsync(id)).ConfigureAwait(false);
                return true;
            }
            catch (DataApiException error) when (error.Kind is DataApiErrorKind.Busy or DataApiErrorKind.TryLater)
            {
                // Nothing was done; again.
                await CancelLastAsync(error, _last).ConfigureAwait(false);
            }
            catch (DataApiException)
            {
                return false;
            }
        }
        while (await patience.WaitAsync(CancellationToken.None).ConfigureAwait(false));
        return false;
    }

    /// <summary>Asks the server to end the statement with this tag; a statement without one is left to its fate.</summary>
    public async Task CancelAsync(PreparedStatement statement)
    {
        if (statement.Tag.Length == 0)
        {
            return;
        }

        try
        {
            await CallAsync(() => api.ExecuteAsync(Tagged("SELECT pg_catalog.pg_cancel_backend(pid) FROM", statement), null)).ConfigureAwait(false);
        }
        catch (DataApiException)
        {
            // Then it ends by itself or not in time; the caller says which.
        }
    }

    /// <summary>True while a server session runs the statement with this tag.</summary>
    public async Task<bool> IsRunningAsync(PreparedStatement statement) =>
        await CallAsync(() => api.ExecuteAsync(Tagged("SELECT pid FROM", statement), null)).ConfigureAwait(false) is { Count: > 0 };

    /// <summary>A transaction that is to be rolled back and still runs a statement need not run it to its end.</summary>
    private async Task CancelLastAsync(DataApiException error, PreparedStatement? last)
    {
        if (error.Kind == DataApiErrorKind.Busy && last is not null)
        {
            await CancelAsync(last).ConfigureAwait(false);
        }
    }

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        await breaker.WaitAsync().ConfigureAwait(false);
        Count++;
        try
        {
            T answer = await call().ConfigureAwait(false);
            breaker.Report(well: true);
            return answer;
        }
        catch (DataApiException error)
        {
            breaker.Report(well: error.Kind is not (DataApiErrorKind.TryLater or DataApiErrorKind.Unanswered or DataApiErrorKind.Resuming));
            throw;
        }
    }

    private Task CallAsync(Func<Task> call) => CallAsync(async () =>
    {
        await call().ConfigureAwait(false);
        return true;
    });

    private static PreparedStatement Tagged(string select, PreparedStatement statement) => StatementPreparer.Prepare(
        select + " pg_catalog.pg_stat_activity WHERE state = 'active' AND pid <> pg_catalog.pg_backend_pid() AND pg_catalog.starts_with(query, $1)",
        [SqlParameter.Text(statement.Tag)], tagged: false);

    private static async Task<bool> EndsBeforeAsync(Task running, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => cancelled.TrySetResult());
        return await Task.WhenAny(running, cancelled.Task).ConfigureAwait(false) == running;
    }

    /// <summary>Cancels a call's statement until it ends: a cancellation that the server gets before the statement finds nothing to end.</summary>
    private async Task<bool> IsEndedAsync(PreparedStatement statement, Task running)
    {
        Task end = Task.Delay(timing.EndLimit, timing.Time);
        do
        {
            await CancelAsync(statement).ConfigureAwait(false);
            await Task.WhenAny(running, end, Task.Delay(timing.FirstPause, timing.Time)).ConfigureAwait(false);
        }
        while (!running.IsCompleted && !end.IsCompleted);
        return running.IsCompleted;
    }
}
