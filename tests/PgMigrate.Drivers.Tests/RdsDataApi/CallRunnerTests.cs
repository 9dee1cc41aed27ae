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
        api.RollBack.SetException(new DataApiException(DataApiErrorKind.Busy, "Transaction is still running a query", new InvalidOperationException()));

        await Assert.ThrowsAsync<DataApiException>(() => end);
        Assert.Equal(["/* first */ "], api.Cancelled);
    }

    private sealed class Service : IDataApi
    {
        public TaskCompletionSource RollBack { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Tags of the statements that were to be cancelled.</summary>
        public List<string?> Cancelled { get; } = [];

        public Task<string> BeginAsync() => Task.FromResult("old");

        public Task CommitAsync(string transactionId) => Task.CompletedTask;

        public Task RollbackAsync(string transactionId) => RollBack.Task;

        public Task<IReadOnlyList<SqlRow>?> ExecuteAsync(PreparedStatement statement, string? transactionId)
        {
            if (statement.Text.Contains("pg_cancel_backend", StringComparison.Ordinal))
            {
                Cancelled.Add((string?)statement.Parameters[0].Value);
            }

            return Task.FromResult<IReadOnlyList<SqlRow>?>(null);
        }
    }
}
