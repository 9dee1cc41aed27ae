using PgMigrate.Pipeline;

namespace PgMigrate.Tests.Pipeline;

public sealed class CommandPumpTests
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(5);

    [Fact]
    public void Events_arrive_in_order_on_the_calling_thread_and_the_result_is_returned()
    {
        var delivered = new List<int>();
        var threads = new HashSet<int>();
        int result = CommandPump.Run<int, int>(
            async (post, token) =>
            {
                for (int at = 0; at < 1000; at++)
                {
                    post(at);
                    if (at % 100 == 0)
                    {
                        await Task.Delay(1, token);
                    }
                }

                return 42;
            },
            item =>
            {
                delivered.Add(item);
                threads.Add(Environment.CurrentManagedThreadId);
            },
            Unexpected,
            CancellationToken.None);

        Assert.Equal(42, result);
        Assert.Equal(Enumerable.Range(0, 1000), delivered);
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void The_work_does_not_run_on_the_calling_thread_nor_in_its_synchronization_context()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        try
        {
            (int thread, bool context) = CommandPump.Run<int, (int, bool)>(
                (_, _) => Task.FromResult((Environment.CurrentManagedThreadId, SynchronizationContext.Current is not null)),
                Unexpected, Unexpected, CancellationToken.None);
            Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
            Assert.False(context);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public void When_the_receiver_throws_the_work_is_cancelled_and_over_before_the_error_is_seen()
    {
        int steps = 0;
        bool cleanedUp = false;
        var thrown = Assert.Throws<StopUpstream>(() => CommandPump.Run<int, int>(
            async (post, token) =>
            {
                try
                {
                    while (true)
                    {
                        token.ThrowIfCancellationRequested();
                        post(++steps);
                        await Task.Delay(1, token);
                    }
                }
                finally
                {
                    // A roll back takes its time, and is waited for.
                    await Task.Delay(100, CancellationToken.None);
                    cleanedUp = true;
                }
            },
            item => throw new StopUpstream(item),
            _ => { },
            CancellationToken.None));

        Assert.Equal(1, thrown.Item);
        Assert.True(cleanedUp);
        int after = steps;
        Thread.Sleep(50);
        Assert.Equal(after, steps);
    }

    [Fact]
    public void The_first_error_wins_over_what_the_work_throws_when_cancelled()
    {
        Assert.Throws<StopUpstream>(() => CommandPump.Run<int, int>(
            async (post, token) =>
            {
                post(1);
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                catch (OperationCanceledException)
                {
                    throw new InvalidOperationException("second");
                }

                return 0;
            },
            item => throw new StopUpstream(item),
            _ => { },
            CancellationToken.None));
    }

    [Fact]
    public void What_was_reported_after_the_receiver_threw_is_handed_over_late_and_in_order()
    {
        var late = new List<int>();
        Assert.Throws<StopUpstream>(() => CommandPump.Run<int, int>(
            async (post, token) =>
            {
                post(1);
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    post(2);
                    post(3);
                }

                return 0;
            },
            item => throw new StopUpstream(item),
            late.Add,
            CancellationToken.None));
        Assert.Equal([2, 3], late);
    }

    [Fact]
    public void When_the_work_throws_its_events_come_first_and_then_that_very_error()
    {
        var error = new InvalidOperationException("broken");
        var delivered = new List<int>();
        var thrown = Assert.Throws<InvalidOperationException>(() => CommandPump.Run<int, int>(
            async (post, _) =>
            {
                post(1);
                post(2);
                await Task.Yield();
                throw error;
            },
            delivered.Add, Unexpected, CancellationToken.None));
        Assert.Same(error, thrown);
        Assert.Equal([1, 2], delivered);
    }

    [Fact]
    public void Work_that_throws_before_its_first_await_is_no_different()
    {
        Assert.Throws<NotSupportedException>(() => CommandPump.Run<int, int>(
            (_, _) => throw new NotSupportedException(), Unexpected, Unexpected, CancellationToken.None));
    }

    [Fact]
    public void A_stop_cancels_the_work_and_waits_for_it()
    {
        using var stop = new CancellationTokenSource();
        bool cleanedUp = false;
        Assert.ThrowsAny<OperationCanceledException>(() => CommandPump.Run<int, int>(
            async (post, token) =>
            {
                try
                {
                    post(1);
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    await Task.Delay(100, CancellationToken.None);
                    cleanedUp = true;
                }

                return 0;
            },
            _ => stop.Cancel(), _ => { }, stop.Token));
        Assert.True(cleanedUp);
    }

    [Fact]
    public void A_stop_from_another_thread_ends_the_wait_for_events()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => CommandPump.Run<int, int>(
            async (post, token) =>
            {
                _ = Task.Run(stop.Cancel, CancellationToken.None);
                await Task.Delay(Never, token);
                return 0;
            },
            Unexpected, Unexpected, stop.Token));
    }

    [Fact]
    public void A_stop_before_the_start_reaches_the_work()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        bool seen = false;
        Assert.ThrowsAny<OperationCanceledException>(() => CommandPump.Run<int, int>(
            (_, token) =>
            {
                seen = token.IsCancellationRequested;
                token.ThrowIfCancellationRequested();
                return Task.FromResult(0);
            },
            Unexpected, Unexpected, stop.Token));
        Assert.True(seen);
    }

    [Fact]
    public void Work_that_finishes_in_spite_of_a_stop_gives_its_result()
    {
        using var stop = new CancellationTokenSource();
        int result = CommandPump.Run<int, int>(
            async (post, _) =>
            {
                post(1);
                while (!stop.IsCancellationRequested)
                {
                    await Task.Delay(1, CancellationToken.None);
                }

                return 7;
            },
            _ => stop.Cancel(), _ => { }, stop.Token);
        Assert.Equal(7, result);
    }

    [Fact]
    public async Task Work_that_ignores_cancellation_is_given_up_after_the_grace()
    {
        var release = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        try
        {
            // Elsewhere and with a limit: a pump that does not give up would hang the test.
            Task given = Task.Run(() => CommandPump.Run<int, int>(
                (post, _) =>
                {
                    post(1);
                    return release.Task;
                },
                _ => stop.Cancel(), _ => { }, stop.Token, TimeSpan.FromMilliseconds(50)));
            var error = await Assert.ThrowsAsync<TimeoutException>(() => given.WaitAsync(Never));
            Assert.Contains("did not end within", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            release.SetResult(0);
        }
    }

    [Fact]
    public void The_receivers_error_wins_over_the_grace()
    {
        var release = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            Assert.Throws<StopUpstream>(() => CommandPump.Run<int, int>(
                (post, _) =>
                {
                    post(1);
                    return release.Task;
                },
                item => throw new StopUpstream(item), _ => { }, CancellationToken.None, TimeSpan.FromMilliseconds(50)));
        }
        finally
        {
            release.SetResult(0);
        }
    }

    [Fact]
    public async Task An_event_after_the_end_is_dropped_without_an_error()
    {
        Action<int>? kept = null;
        CommandPump.Run<int, int>(
            (post, _) =>
            {
                kept = post;
                return Task.FromResult(0);
            },
            Unexpected, Unexpected, CancellationToken.None);
        Assert.Null(await Record.ExceptionAsync(() => Task.Run(() => kept!(1))));
    }

    [Fact]
    public void An_error_of_the_late_receiver_does_not_hide_the_first()
    {
        using var stop = new CancellationTokenSource();
        var thrown = Assert.ThrowsAny<Exception>(() => CommandPump.Run<int, int>(
            async (post, token) =>
            {
                post(1);
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            _ => throw new StopUpstream(1), _ => throw new InvalidOperationException("late"), stop.Token));
        Assert.IsType<StopUpstream>(thrown);
    }

    private static void Unexpected(int item) => throw new InvalidOperationException($"unexpected event {item}");

    /// <summary>As PowerShell's own, which is internal: thrown out of WriteObject when nobody downstream wants more.</summary>
    private sealed class StopUpstream(int item) : Exception
    {
        public int Item { get; } = item;
    }
}
