using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>Something that happened in a run; the one stream through which a run reports.</summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>Another run holds the lock; told once and then about every five seconds.</summary>
    /// <param name="Holder">Who holds it, as far as the server shows.</param>
    /// <param name="Waited">Time waited so far.</param>
    public sealed record LockWaiting(string Holder, TimeSpan Waited) : RunEvent;

    /// <summary>The lock is held.</summary>
    public sealed record LockAcquired : RunEvent;

    /// <summary>A migration waits for a lock of the database's that others hold; told once for each set of holders.</summary>
    /// <param name="Step">The migration.</param>
    /// <param name="Sessions">Who holds what it waits for.</param>
    public sealed record LockBlocked(PlanStep Step, IReadOnlyList<BlockingSession> Sessions) : RunEvent;

    /// <summary>A migration, or a statement of one that runs outside a transaction, was rolled back and is tried again after a pause.</summary>
    /// <param name="Step">The migration.</param>
    /// <param name="Attempt">Number of the coming try, from 2.</param>
    /// <param name="Pause">Time until then.</param>
    /// <param name="Failure">Why.</param>
    /// <param name="Sessions">Who was in the way, as far as it was seen.</param>
    public sealed record Retrying(PlanStep Step, int Attempt, TimeSpan Pause, SqlFailure Failure, IReadOnlyList<BlockingSession> Sessions) : RunEvent;

    /// <summary>The plan under the lock is made.</summary>
    /// <param name="Plan">It.</param>
    public sealed record Planned(MigrationPlan Plan) : RunEvent;

    /// <summary>A migration starts.</summary>
    /// <param name="Step">It.</param>
    /// <param name="Number">From 1.</param>
    /// <param name="Total">Migrations in this run.</param>
    public sealed record MigrationStarted(PlanStep Step, int Number, int Total) : RunEvent;

    /// <summary>Statements of the running migration have been sent and answered.</summary>
    /// <param name="Step">The migration.</param>
    /// <param name="Applied">Statements done so far.</param>
    /// <param name="Current">The statement that comes next, or null at the end.</param>
    public sealed record Progress(PlanStep Step, int Applied, SqlStatement? Current) : RunEvent;

    /// <summary>A range of a statement with <c>@batch</c> has been committed.</summary>
    /// <param name="Step">The migration.</param>
    /// <param name="Statement">The statement.</param>
    /// <param name="Rows">Rows that it has changed so far; after a run that was cut off, those of its last range are not counted.</param>
    /// <param name="IsLast">True when the statement is done.</param>
    public sealed record RangeApplied(PlanStep Step, SqlStatement Statement, long Rows, bool IsLast) : RunEvent;

    /// <summary>The server sent a message.</summary>
    /// <param name="Notice">It.</param>
    public sealed record ServerMessage(SqlNotice Notice) : RunEvent
    {
        /// <summary>File of the running migration, or null.</summary>
        public string? FileName { get; init; }
    }

    /// <summary>A migration ended, well or not. The last event of a cancelled run says what state it is in.</summary>
    /// <param name="Result">How.</param>
    public sealed record MigrationFinished(MigrationResult Result) : RunEvent;

    /// <summary>Something a user may want to know.</summary>
    /// <param name="Text">It.</param>
    /// <param name="IsWarning">Whether it is a warning.</param>
    public sealed record Message(string Text, bool IsWarning) : RunEvent;
}
