namespace PgMigrate.Engine.Running;

/// <summary>
/// Looks, on the lock's connection, who keeps a statement waiting: after <c>lock_timeout</c> has struck it is too late to ask. The first
/// look is late enough for most migrations to have ended.
/// </summary>
internal sealed class BlockerWatch : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;

    private BlockerWatch(StepContext context) => _looking = context.Lock.IsOfSession ? LookAsync(context, _stop.Token) : Task.CompletedTask;

    /// <summary>Who was in the way when last somebody was.</summary>
    public IReadOnlyList<BlockingSession> Seen { get; private set; } = [];

    public static BlockerWatch Start(StepContext context) => new(context);

    /// <summary>Ends it, and waits for a look that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task LookAsync(StepContext context, CancellationToken stop)
    {
        TimeSpan third = (context.Options.LockTimeout ?? TimeSpan.MaxValue) / 3;
        TimeSpan pause = third > LongestPause ? LongestPause : third < ShortestPause ? ShortestPause : third;
        var told = new HashSet<int>();
        try
        {
            while (true)
            {
                await Task.Delay(pause, context.Time, stop).ConfigureAwait(false);

                // Not cancelled: a cancelled question might take the lock's connection with it.
                IReadOnlyList<BlockingSession> now = await context.Lock.ReadBlockersAsync(context.Work.ProcessId, CancellationToken.None).ConfigureAwait(false);
                Seen = now.Count > 0 ? now : Seen;
                if (now.Any(session => !told.Contains(session.ProcessId)))
                {
                    told.UnionWith(now.Select(session => session.ProcessId));
                    context.Observer.OnEvent(new RunEvent.LockBlocked(context.Step, now));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The statement has ended.
        }
        catch (SqlFailureException)
        {
            // The lock's connection tells of its own loss; that nobody can look is no failure of the migration.
        }
    }
}
