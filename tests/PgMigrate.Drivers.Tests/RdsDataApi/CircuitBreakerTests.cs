using PgMigrate.Drivers.RdsDataApi;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

public sealed class CircuitBreakerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task After_failures_in_a_row_calls_wait_their_time()
    {
        CircuitBreaker breaker = Failed(5);
        Task waiting = breaker.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await waiting;

        // The next failure shuts it again, the next success opens it.
        breaker.Report(well: false);
        Assert.False(breaker.WaitAsync().IsCompleted);
        breaker.Report(well: true);
        Assert.True(breaker.WaitAsync().IsCompleted);
    }

    [Fact]
    public void Fewer_failures_or_ones_not_in_a_row_shut_nothing()
    {
        CircuitBreaker breaker = Failed(4);
        Assert.True(breaker.WaitAsync().IsCompleted);
        breaker.Report(well: true);
        breaker.Report(well: false);
        Assert.True(breaker.WaitAsync().IsCompleted);
    }

    private CircuitBreaker Failed(int times)
    {
        var breaker = new CircuitBreaker(new RdsDataTiming { Time = _time });
        for (int time = 0; time < times; time++)
        {
            breaker.Report(well: false);
        }

        return breaker;
    }
}
