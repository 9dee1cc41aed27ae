using PgMigrate.Drivers.Postgres;

namespace PgMigrate.Drivers.Tests.Postgres;

public sealed class CancellationRelayTests
{
    [Fact]
    public void A_callback_that_meets_a_closed_connection_does_not_reach_who_cancels()
    {
        using var outer = new CancellationTokenSource();
        using var relay = new CancellationRelay(outer.Token, () => false);
        using CancellationTokenRegistration registration = relay.Token.Register(() => throw new ObjectDisposedException("MRE"));

        outer.Cancel();

        Assert.True(relay.Token.IsCancellationRequested);
    }

    [Fact]
    public void On_a_connection_that_is_there_it_does()
    {
        using var outer = new CancellationTokenSource();
        using var relay = new CancellationRelay(outer.Token, () => true);
        using CancellationTokenRegistration registration = relay.Token.Register(() => throw new ObjectDisposedException("MRE"));

        Assert.Throws<AggregateException>(outer.Cancel);
    }

    [Fact]
    public void Any_other_failure_does()
    {
        using var outer = new CancellationTokenSource();
        using var relay = new CancellationRelay(outer.Token, () => false);
        using CancellationTokenRegistration registration = relay.Token.Register(() => throw new InvalidOperationException());

        Assert.Throws<AggregateException>(outer.Cancel);
    }

    [Fact]
    public void A_token_that_is_cancelled_already_is_passed_on()
    {
        using var relay = new CancellationRelay(new CancellationToken(canceled: true), () => true);

        Assert.True(relay.Token.IsCancellationRequested);
    }
}
