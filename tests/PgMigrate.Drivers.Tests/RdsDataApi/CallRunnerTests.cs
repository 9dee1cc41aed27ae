using PgMigrate.Drivers.RdsDataApi;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

public sealed class CallRunnerTests
{
    private static readonly PreparedStatement First = new("/* first */ A", [], "/* first */ ", []);
    private static readonly PreparedStatement Second = new("/* second */ B", [], "/* second */ ", []);

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_roll_back_that_was_left_behind_cancels_nothing_but_its_own_transactions_statement()
    {
        var api = new Service();
        var timing = new RdsDataTiming { EndLimit = TimeSpan.Zero };
        var calls = new CallRunner(api, new CircuitBreaker(timing), timing);
        await calls.ExecuteAsync(First, "old", CancellationToken.None);

        // Its caller gives up waiting and goes on with other work; then the service says that the transaction is busy.
        Task end = calls.EndAsync("old");
        await calls.ExecuteAsync(Second, null, CancellationToken.None);
        api.RollBack.SetException(Failure(DataApiErrorKind.Busy));

        await Assert.ThrowsAsync<DataApiException>(() => end);
        Assert.Equal(["/* first */ "], api.Cancelled);
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_roll_back_cancels_the_statement_that_was_watched_and_not_the_question_about_it()
    {
        var api = new Service();
        var timing = new RdsDataTiming { EndLimit = TimeSpan.Zero };
        var calls = new CallRunner(api, new CircuitBreaker(timing), timing);
        await calls.ExecuteAsync(First, "old", CancellationToken.None);
        await calls.ExecuteAsync(new PreparedStatement("SELECT 1", [], "", []), "old", CancellationToken.None);
        api.RollBack.SetException(Failure(DataApiErrorKind.Busy));

        Assert.False(await calls.TryEndAsync("old"));
        Assert.Equal(["/* first */ "], api.Cancelled);
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_question_that_fails_for_now_is_no_news_of_the_statement()
    {
        var api = new Service();
        foreach (DataApiErrorKind kind in new[] { DataApiErrorKind.Busy, DataApiErrorKind.TryLater, DataApiErrorKind.Unanswered, DataApiErrorKind.Busy })
        {
            api.Failures.Enqueue(Failure(kind));
        }

        var timing = new RdsDataTiming { WatchPause = TimeSpan.Zero };
        var watch = new StatementWatch(new CallRunner(api, new CircuitBreaker(timing), timing), TimeSpan.FromHours(1), timing);

        await watch.WaitAsync(First, "old", Failure(DataApiErrorKind.Timeout), CancellationToken.None);

        Assert.Empty(api.Failures);
        Assert.Empty(api.Cancelled);
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_cancellation_that_came_before_its_statement_is_sent_again()
    {
        var api = new Service { LongStatement = First.Text };
        var timing = new RdsDataTiming { FirstPause = TimeSpan.FromMilliseconds(1), EndLimit = TestLimit.OneWait };
        var calls = new CallRunner(api, new CircuitBreaker(timing), timing);
        using var stop = new CancellationTokenSource();
        Task running = calls.ExecuteAsync(First, null, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(Enumerable.Repeat<string?>("/* first */ ", Service.CancellationsNeeded), api.Cancelled.Take(Service.CancellationsNeeded));
        Assert.True(calls.HasEnded);
    }

    private static DataApiException Failure(DataApiErrorKind kind) => new(kind, kind.ToString(), new InvalidOperationException());

    private sealed class Service : IDataApi
    {
        public TaskCompletionSource RollBack { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What the coming statements fail with.</summary>
        public Queue<DataApiException> Failures { get; } = [];

        /// <summary>Tags of the statements that were to be cancelled.</summary>
        public List<string?> Cancelled { get; } = [];

        /// <summary>A statement that goes on until it is cancelled; the first cancellations find none.</summary>
        public string? LongStatement { get; init; }

        public const int CancellationsNeeded = 3;

        private readonly TaskCompletionSource<IReadOnlyList<SqlRow>?> _long = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> BeginAsync() => Task.FromResult("old");

        public Task CommitAsync(string transactionId) => Task.CompletedTask;

        public Task RollbackAsync(string transactionId) => RollBack.Task;

        public Task<IReadOnlyList<SqlRow>?> ExecuteAsync(PreparedStatement statement, string? transactionId)
        {
            if (statement.Text.Contains("pg_cancel_backend", StringComparison.Ordinal))
            {
                Cancelled.Add((string?)statement.Parameters[0].Value);
                if (Cancelled.Count == CancellationsNeeded)
                {
                    _long.TrySetException(Failure(DataApiErrorKind.Refused));
                }
            }

            if (statement.Text == LongStatement)
            {
                return _long.Task;
            }

            return Failures.TryDequeue(out DataApiException? failure)
                ? Task.FromException<IReadOnlyList<SqlRow>?>(failure) : Task.FromResult<IReadOnlyList<SqlRow>?>(null);
        }
    }
}
