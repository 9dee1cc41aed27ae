using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>Watches a statement that outlived its call to its end, and finds out how it ended.</summary>
/// <param name="calls">Makes the calls.</param>
/// <param name="askLimit">How long a question about a statement may fail before it is given up.</param>
/// <param name="timing">Pauses.</param>
internal sealed class StatementWatch(CallRunner calls, TimeSpan askLimit, RdsDataTiming timing)
{
    private static readonly PreparedStatement Probe = new("SELECT 1", [], "", []);

    /// <summary>Returns when the statement has ended well.</summary>
    /// <exception cref="DataApiException">It failed, or nobody can tell.</exception>
    public Task WaitAsync(PreparedStatement statement, string? transactionId, DataApiException timeout, CancellationToken cancellationToken) =>
        transactionId is null
            ? WaitAloneAsync(statement, timeout, cancellationToken)
            : WaitInTransactionAsync(statement, transactionId, timeout, cancellationToken);

    /// <summary>
    /// A transaction is busy until its statement ends, and gone when it failed. A question that fails for now is no news, and no reason to
    /// give up what may have run for hours.
    /// </summary>
    private async Task WaitInTransactionAsync(
        PreparedStatement statement, string transactionId, DataApiException timeout, CancellationToken cancellationToken)
    {
        long heard = timing.Time.GetTimestamp();
        while (true)
        {
            try
            {
                await PauseAsync(statement, cancellationToken).ConfigureAwait(false);
                await calls.ExecuteAsync(Probe, transactionId, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (DataApiException error) when (error.Kind == DataApiErrorKind.Busy)
            {
                heard = timing.Time.GetTimestamp();
            }
            catch (DataApiException error) when (error.Kind is DataApiErrorKind.TryLater or DataApiErrorKind.Resuming or DataApiErrorKind.Unanswered
                && timing.Time.GetElapsedTime(heard) < askLimit)
            {
                // Asked again.
            }
            catch (DataApiException error) when (error.Kind is DataApiErrorKind.TransactionNotFound or DataApiErrorKind.Refused)
            {
                throw new DataApiException(
                    DataApiErrorKind.Refused,
                    "The statement ran longer than the 45 s of a call of the RDS Data API and failed after that; the service does not tell why.", timeout);
            }
        }
    }

    private async Task WaitAloneAsync(PreparedStatement statement, DataApiException timeout, CancellationToken cancellationToken)
    {
        if (statement.Tag.Length == 0)
        {
            throw Unclear(timeout);
        }

        do
        {
            await PauseAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        while (await AskAsync(() => calls.IsRunningAsync(statement), statement, cancellationToken).ConfigureAwait(false));

        IndexBuild? index = IndexBuild.Read(statement);
        if (index is null)
        {
            throw Unclear(timeout);
        }

        IReadOnlyList<SqlRow>? rows = await AskAsync(
            () => calls.ExecuteAsync(index.Question(), null, CancellationToken.None), statement, cancellationToken).ConfigureAwait(false);
        switch (index.HowItEnded(rows))
        {
            case true:
                return;
            case false:
                throw new DataApiException(
                    DataApiErrorKind.Refused, $"The statement ran longer than the 45 s of a call and failed after that: {index.WhatIsWrong}", timeout);
            default:
                throw Unclear(timeout);
        }
    }

    /// <summary>
    /// A question that fails is no news of the statement: it is asked again, and what it fails with must not be taken for the
    /// statement's own error, which would allow to repeat it.
    /// </summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask, PreparedStatement statement, CancellationToken cancellationToken)
    {
        long start = timing.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (DataApiException error) when (!error.IsPassing || timing.Time.GetElapsedTime(start) >= askLimit)
            {
                throw new DataApiException(
                    DataApiErrorKind.Timeout,
                    "The statement ran longer than the 45 s of a call of the RDS Data API, and the question how it ended failed: " + error.Message, error);
            }
            catch (DataApiException)
            {
                await PauseAsync(statement, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task PauseAsync(PreparedStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(timing.WatchPause, timing.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await calls.CancelAsync(statement).ConfigureAwait(false);
            throw;
        }
    }

    private static DataApiException Unclear(DataApiException timeout) => new(
        DataApiErrorKind.Timeout,
        "The statement ran longer than the 45 s of a call of the RDS Data API. It has ended since, and the service does not tell how.", timeout);
}
