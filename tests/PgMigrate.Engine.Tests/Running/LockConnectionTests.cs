using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Running;

public sealed class LockConnectionTests
{
    private readonly ManualTime _time = new();

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_question_that_gets_no_answer_is_given_up()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = new ScriptedSession(async (sql, cancellationToken) =>
        {
            asked.TrySetResult();
            await Task.Delay(sql == "SELECT 1" ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, cancellationToken);
            return [];
        });
        await using var connection = new LockConnection(session, _time);

        Task question = connection.QueryAsync(new SqlBatch(new SqlCommand("SELECT who")), CancellationToken.None);
        await asked.Task.WaitAsync(TestLimit.OneWait);
        _time.Advance(TimeSpan.FromSeconds(15));

        await Assert.ThrowsAsync<SqlFailureException>(() => question.WaitAsync(TestLimit.OneWait));
        await connection.QueryAsync(new SqlBatch(new SqlCommand("SELECT 1")), CancellationToken.None).WaitAsync(TestLimit.OneWait);
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_caller_that_cancels_its_question_is_told_so()
    {
        using var cancel = new CancellationTokenSource();
        var session = new ScriptedSession(async (_, cancellationToken) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        });
        await using var connection = new LockConnection(session, _time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.QueryAsync(new SqlBatch(new SqlCommand("SELECT who")), cancel.Token));
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_watch_that_fails_in_an_unknown_way_is_a_loss()
    {
        var session = new ScriptedSession((_, _) => Task.FromResult<SqlRow[]>([])) { Watch = _ => throw new InvalidOperationException("a mistake") };
        await using var connection = new LockConnection(session, _time);

        await TestLimit.UntilAsync(() => connection.Lost is not null, "the loss");

        Assert.Equal(("a mistake", true), (connection.Lost!.Message, connection.Lost.ConnectionLost));
    }
}
