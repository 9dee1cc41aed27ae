using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Tries again what the database took back whole: a migration, or a unit of one, that did not get a lock in time
/// (<see cref="RunOptions.LockRetry"/>), met a deadlock or could not be serialized. Never what may have happened.
/// </summary>
internal sealed class StepRetry(StepContext context)
{
    private const string LockNotAvailable = "55P03";
    private const string SerializationFailure = "40001";
    private const string DeadlockDetected = "40P01";

    /// <summary>Tries after the first that deadlocks and serialization failures get: who lost once seldom loses four times.</summary>
    private const int ConflictRetries = 3;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ConflictPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private int _lockFailures;
    private int _conflicts;

    /// <summary>Does the work until it is done or fails for good.</summary>
    /// <param name="work">The work, from its start.</param>
    /// <param name="mayRepeat">Whether a failure left nothing behind.</param>
    /// <param name="cancellationToken">Ends the pauses.</param>
    /// <exception cref="SqlFailureException">It failed for good; who was in the way is part of it.</exception>
    public async Task RunAsync(Func<Task> work, Func<SqlFailure, bool> mayRepeat, CancellationToken cancellationToken)
    {
        while (true)
        {
            BlockerWatch watch = BlockerWatch.Start(context);
            try
            {
                await using (watch.ConfigureAwait(false))
                {
                    await work().ConfigureAwait(false);
                }

                return;
            }
            catch (SqlFailureException error) when (error.Failure is { Outcome: SqlOutcome.NotApplied, ConnectionLost: false })
            {
                SqlFailure failure = Told(error.Failure, watch.Seen);
                if (PauseFor(failure) is not { } pause || !mayRepeat(failure) || !await context.Work.TryRollbackAsync().ConfigureAwait(false))
                {
                    throw new SqlFailureException(failure, error);
                }

                context.Observer.OnEvent(new RunEvent.Retrying(context.Step, _lockFailures + _conflicts + 1, pause, failure, watch.Seen));
                await Task.Delay(pause, context.Time, cancellationToken).ConfigureAwait(false);
                context.Lock.ThrowIfLost();
            }
        }
    }

    /// <summary>
    /// A unit in a transaction is taken back whole. Of what runs outside one, these statements alone have done nothing yet, or nothing that
    /// hinders the next try, when a lock is not to be had; code that commits by itself may have got anywhere.
    /// </summary>
    public static bool MayRepeat(StatementUnit unit, SqlStatement statement, SqlFailure failure)
    {
        if (unit.InTransaction)
        {
            return true;
        }

        var reader = new StatementReader(statement);
        return failure.SqlState == LockNotAvailable
            && (ConcurrentIndex.Read(statement) is not null || reader.Is("VACUUM") || reader.Accept("DROP", "INDEX", "CONCURRENTLY") || reader.Accept("ALTER", "TYPE"));
    }

    /// <summary>Twice as long each time, and a random part of it off, so that two who met do not meet again; null for no other try.</summary>
    private TimeSpan? PauseFor(SqlFailure failure)
    {
        // The driver of Aurora DSQL has tried already, by that service's own rules.
        bool conflict = failure.SqlState is SerializationFailure or DeadlockDetected && context.Work.Current.Target != SqlTarget.AuroraDsql;
        (TimeSpan first, int count)? next =
            conflict && _conflicts < ConflictRetries ? (ConflictPause, _conflicts++)
            : failure.SqlState == LockNotAvailable && _lockFailures < context.Options.LockRetry ? (LockPause, _lockFailures++)
            : null;
        if (next is not var (start, before))
        {
            return null;
        }

        double longest = Math.Min(LongestPause.TotalMilliseconds, start.TotalMilliseconds * Math.Pow(2, Math.Min(before, 16)));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    private static SqlFailure Told(SqlFailure failure, IReadOnlyList<BlockingSession> sessions) =>
        failure.SqlState != LockNotAvailable || sessions.Count == 0 ? failure : failure with
        {
            Detail = string.Join(" ", new[] { failure.Detail, $"It waited for {string.Join("; ", sessions)}." }.Where(part => !string.IsNullOrEmpty(part))),
        };
}
