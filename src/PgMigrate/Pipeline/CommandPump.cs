using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace PgMigrate.Pipeline;

/// <summary>
/// Runs asynchronous work for a command and hands its events over on the calling thread, in order. Whatever ends the call —
/// the work, its failure, a stop, or the receiver throwing because nobody downstream wants more — the work is cancelled and
/// waited for first, so nothing runs on after the command has returned.
/// </summary>
internal static class CommandPump
{
    /// <summary>
    /// Longest wait for cancelled work: a statement has 10 s to end on the server before its connection is cut, and cleaning up
    /// after it is limited to 15 s a step.
    /// </summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(60);

    /// <summary>Runs the work to its end.</summary>
    /// <typeparam name="TEvent">What it reports.</typeparam>
    /// <typeparam name="TResult">What it gives.</typeparam>
    /// <param name="work">Starts the work; its first argument takes events from any thread.</param>
    /// <param name="deliver">Takes the events on the calling thread. May throw.</param>
    /// <param name="undelivered">Takes, on the calling thread, what was reported after <paramref name="deliver"/> threw or the stop came.</param>
    /// <param name="stopToken">Ends the work.</param>
    /// <param name="grace">Longest wait for cancelled work; null for <see cref="DefaultGrace"/>.</param>
    /// <exception cref="TimeoutException">The work was cancelled and did not end in time.</exception>
    public static TResult Run<TEvent, TResult>(
        Func<Action<TEvent>, CancellationToken, Task<TResult>> work,
        Action<TEvent> deliver,
        Action<TEvent> undelivered,
        CancellationToken stopToken,
        TimeSpan? grace = null)
    {
        // Neither is disposed when the work is given up on: it still holds them.
        var queue = new BlockingCollection<TEvent>();
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopToken);
        CancellationToken token = cancel.Token;

        // On the pool and not awaited here: the pipeline thread must never run the engine's continuations.
        Task<TResult> running = Task.Run(() => work(Post, token), CancellationToken.None);
        Task ended = running.ContinueWith(_ => queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        ExceptionDispatchInfo? first = Deliver(queue, deliver, token);
        Task cancelled = running.IsCompleted ? Task.CompletedTask : cancel.CancelAsync();
        Join(ended, grace ?? DefaultGrace, first);
        first ??= cancelled.Exception is { } failed ? ExceptionDispatchInfo.Capture(failed.GetBaseException()) : null;
        first = DeliverLate(queue, undelivered) is { } late && first is null ? late : first;
        queue.Dispose();
        cancel.Dispose();
        first?.Throw();
        return running.GetAwaiter().GetResult();

        void Post(TEvent item)
        {
            try
            {
                queue.Add(item, CancellationToken.None);
            }
            catch (InvalidOperationException)
            {
                // A driver may still call back when the work has ended; there is nobody left to tell.
            }
        }
    }

    /// <summary>Hands events over until there are no more, the stop comes or the receiver throws.</summary>
    /// <returns>What the receiver threw, or null.</returns>
    private static ExceptionDispatchInfo? Deliver<TEvent>(BlockingCollection<TEvent> queue, Action<TEvent> deliver, CancellationToken token)
    {
        while (true)
        {
            TEvent? item;
            try
            {
                if (!queue.TryTake(out item, Timeout.Infinite, token))
                {
                    return null;
                }
            }
            catch (OperationCanceledException)
            {
                // The stop; how the work itself ends says what became of it.
                return null;
            }

            try
            {
                deliver(item);
            }
            catch (Exception error)
            {
                return ExceptionDispatchInfo.Capture(error);
            }
        }
    }

    private static ExceptionDispatchInfo? DeliverLate<TEvent>(BlockingCollection<TEvent> queue, Action<TEvent> undelivered)
    {
        try
        {
            while (queue.TryTake(out TEvent? item))
            {
                undelivered(item);
            }

            return null;
        }
        catch (Exception error)
        {
            return ExceptionDispatchInfo.Capture(error);
        }
    }

    private static void Join(Task ended, TimeSpan grace, ExceptionDispatchInfo? first)
    {
        if (ended.Wait(grace))
        {
            return;
        }

        first?.Throw();
        throw new TimeoutException(
            $"The work was cancelled, but did not end within {grace.TotalSeconds:0} seconds. It may still be running on the server.");
    }
}
