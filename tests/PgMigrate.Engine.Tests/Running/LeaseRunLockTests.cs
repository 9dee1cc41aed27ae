using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Running;

/// <summary>A lease of 45 s, renewed every 15 s, on a clock that is moved by hand.</summary>
public sealed class LeaseRunLockTests : IRunObserver
{
    private static readonly SqlRow Facts = new([true, "db", "public", "me", 160_000L, false, 1L, null]);

    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource _renewing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SqlRow[]> _renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _sent = [];
    private ScriptedSession? _session;

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task It_is_lost_at_its_end_however_long_its_renewal_takes()
    {
        IRunLock held = await AcquireAsync();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held.Lost.Register(lost.SetResult);
        _time.Advance(TimeSpan.FromSeconds(15));
        await _renewing.Task.WaitAsync(TestLimit.OneWait);

        _time.Advance(TimeSpan.FromSeconds(29));
        held.ThrowIfLost();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(SqlOutcome.NotApplied, Assert.Throws<SqlFailureException>(held.ThrowIfLost).Failure.Outcome);
        await lost.Task.WaitAsync(TestLimit.OneWait);
        _renewed.SetResult([]);
        await held.DisposeAsync();
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_renewal_makes_it_last_from_when_it_was_asked_for()
    {
        IRunLock held = await AcquireAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        await _renewing.Task.WaitAsync(TestLimit.OneWait);
        _time.Advance(TimeSpan.FromSeconds(10));
        _renewed.SetResult([new SqlRow([1L])]);

        // The answer has been taken note of when the clock can go on beyond the first end.
        await TestLimit.UntilAsync(() => LastsBeyond(held, TimeSpan.FromSeconds(20)), "the renewal");
        Assert.False(held.Lost.IsCancellationRequested);

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Throws<SqlFailureException>(held.ThrowIfLost);
        await held.DisposeAsync();
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task A_renewal_that_fails_in_an_unknown_way_loses_it_and_is_told()
    {
        IRunLock held = await AcquireAsync();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held.Lost.Register(lost.SetResult);
        _renewed.SetException(new InvalidOperationException("a mistake"));

        _time.Advance(TimeSpan.FromSeconds(15));

        await lost.Task.WaitAsync(TestLimit.OneWait);
        Assert.Equal("a mistake", (await Assert.ThrowsAsync<InvalidOperationException>(() => held.DisposeAsync().AsTask())).Message);
        Assert.Contains("SET expires_at", _sent[^1], StringComparison.Ordinal);
        Assert.True(_session!.IsDisposed);
    }

    void IRunObserver.OnEvent(RunEvent runEvent)
    {
    }

    private Task<IRunLock> AcquireAsync()
    {
        _session = new ScriptedSession(AnswerAsync);
        return LeaseRunLock.AcquireAsync(_session, new RunOptions(), this, _time, CancellationToken.None);
    }

    private async Task<SqlRow[]> AnswerAsync(string sql, CancellationToken cancellationToken)
    {
        _sent.Add(sql);
        if (!sql.Contains("SET renewed_at", StringComparison.Ordinal))
        {
            return sql.Contains("server_version_num", StringComparison.Ordinal) ? [Facts] : [new SqlRow([1L])];
        }

        if (!_renewing.TrySetResult())
        {
            // Only the first renewal gets an answer.
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return await _renewed.Task;
    }

    /// <summary>Tries it out: the clock goes on only when the renewal has been taken note of.</summary>
    private bool LastsBeyond(IRunLock held, TimeSpan more)
    {
        if (((LeaseRunLock)held).Left <= more)
        {
            return false;
        }

        _time.Advance(more);
        return true;
    }
}
