using PgMigrate.Engine.History;
using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Planning;

namespace PgMigrate.Engine.Running;

/// <summary>Applies migrations to one database, or takes them back (<see cref="RunOptions.Undo"/>).</summary>
/// <param name="sessions">The database.</param>
/// <param name="observer">Told of everything that happens.</param>
/// <param name="time">Measures durations and waits; times in the history are the server's.</param>
public sealed class MigrationRunner(ISqlSessionFactory sessions, IRunObserver observer, TimeProvider time)
{
    private readonly IRunObserver _observer = new SerialObserver(observer);

    /// <summary>What a run would do now. Reads only, takes no lock, makes at most two round trips, and more only to look at what a plan cannot tell from files: one for each <c>@batch</c>, two for each UPDATE and DELETE without WHERE on Aurora DSQL.</summary>
    /// <param name="set">The migrations.</param>
    /// <param name="options">The run's settings.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    /// <exception cref="UnknownHistoryTableException">The history table is something else.</exception>
    public async Task<MigrationPlan> PlanAsync(MigrationSet set, RunOptions options, CancellationToken cancellationToken = default)
    {
        options = HistoryStores.Named(options);
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            DatabaseFacts facts = await DatabaseFacts.ReadAsync(session, options, cancellationToken).ConfigureAwait(false);
            HistorySnapshot? history = await HistoryStores.For(options, facts, set).ReadAsync(session, cancellationToken).ConfigureAwait(false);
            set = await OwnHistoryCheck.AddProblemAsync(session, set, history, options, cancellationToken).ConfigureAwait(false);
            return await PlanAsync(set, history, facts, options, session, isSettled: sessions.Target != SqlTarget.RdsDataApi, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Applies what is pending, under the lock, and stops at the first failure.</summary>
    /// <param name="set">The migrations.</param>
    /// <param name="options">The run's settings.</param>
    /// <param name="cancellationToken">
    /// Cancels the statement under way and rolls it back; the last event tells in what state the migration is.
    /// </param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="RunLockedException">Another run held the lock all the time.</exception>
    /// <exception cref="SqlFailureException">The database failed outside a migration.</exception>
    /// <exception cref="UnknownHistoryTableException">The history table is something else.</exception>
    public async Task<RunResult> RunAsync(MigrationSet set, RunOptions options, CancellationToken cancellationToken = default)
    {
        options = HistoryStores.Named(options);
        IRunLock held = await RunLocks.AcquireAsync(sessions, options, _observer, time, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
            try
            {
                return await RunAsync(set, options, held, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (held.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new SqlFailureException(new SqlFailure
                {
                    Message = "The run's lock was lost: it could not be renewed in time, or another run took it over. The run was stopped.",
                    Outcome = SqlOutcome.Unknown,
                });
            }
        }
    }

    private async Task<RunResult> RunAsync(MigrationSet set, RunOptions options, IRunLock held, CancellationToken cancellationToken)
    {
        WorkSession work = await WorkSession.OpenAsync(sessions, held, options, time, cancellationToken).ConfigureAwait(false);
        await using (work.ConfigureAwait(false))
        {
            IHistoryStore plain = HistoryStores.For(options, held.Facts, set);
            IHistoryStore store = held.Guard(plain);
            HistorySnapshot? history = await store.ReadAsync(work.Current, cancellationToken).ConfigureAwait(false);
            if (plain is ToolHistoryStore tool && tool.LockKey(held.Facts.Database) is { } key)
            {
                await held.AlsoHoldAsync(key, options.HistoryFormat!, options, _observer, cancellationToken).ConfigureAwait(false);
                history = await store.ReadAsync(work.Current, cancellationToken).ConfigureAwait(false);
            }

            set = await OwnHistoryCheck.AddProblemAsync(work.Current, set, history, options, cancellationToken).ConfigureAwait(false);
            MigrationPlan plan = await PlanAsync(
                set, history, held.Facts, options, work.Current, isSettled: held.IsOfSession || sessions.Target == SqlTarget.AuroraDsql, cancellationToken).ConfigureAwait(false);
            _observer.OnEvent(new RunEvent.Planned(plan));
            if (!plan.CanRun || plan.Steps.Count == 0)
            {
                return new RunResult(plan, []);
            }

            plan = await CatalogProgress.MarkAsync(plan, work.Current, cancellationToken).ConfigureAwait(false);
            if (history is not { IsCurrent: true })
            {
                await store.EnsureAsync(work.Current, cancellationToken).ConfigureAwait(false);
            }

            var writer = new HistoryWriter(store, options, held.Facts, (history ?? HistorySnapshot.Empty).NextStepNumber);
            var results = await ApplyAsync(set, plan, work, held, writer, options, cancellationToken).ConfigureAwait(false);
            return new RunResult(plan, results);
        }
    }

    private async Task<MigrationPlan> PlanAsync(
        MigrationSet set, HistorySnapshot? history, DatabaseFacts facts, RunOptions options, ISqlSession session, bool isSettled,
        CancellationToken cancellationToken)
    {
        history = await CommentChanges.AcceptAsync(history, set, HistoryStores.For(options, facts, set), session, cancellationToken).ConfigureAwait(false);
        MigrationPlan plan = await DoubtResolver.ResolveAsync(Plan(options), session, options, Plan, isSettled, cancellationToken).ConfigureAwait(false);
        plan = await BatchCheck.CheckAsync(plan, session, options, cancellationToken).ConfigureAwait(false);
        return await RowLimitCheck.CheckAsync(plan, session, options, cancellationToken).ConfigureAwait(false);

        MigrationPlan Plan(RunOptions chosen) => chosen.Undo is { } undo
            ? UndoPlanner.Plan(set, history, undo, chosen, sessions.Target)
            : MigrationPlanner.Plan(set, history, facts, chosen, sessions.Target);
    }

    internal static Task<MigrationResult> RunStepAsync(StepContext context, CancellationToken cancellationToken) =>
        context.Step.IsTransactional ? TransactionalStep.RunAsync(context, cancellationToken) : StepwiseStep.RunAsync(context, cancellationToken);

    private async Task<IReadOnlyList<MigrationResult>> ApplyAsync(
        MigrationSet set, MigrationPlan plan, WorkSession work, IRunLock held, HistoryWriter writer, RunOptions options, CancellationToken cancellationToken)
    {
        PlanStep[] steps = [.. plan.Steps.Where(step => options.Confirmed is null || options.Confirmed.Contains(step.Migration.FileName))];
        var results = new List<MigrationResult>(steps.Length);
        foreach (PlanStep step in steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            held.ThrowIfLost();
            await work.PrepareAsync(held, options, time, cancellationToken).ConfigureAwait(false);
            _observer.OnEvent(new RunEvent.MigrationStarted(step, results.Count + 1, steps.Length));
            var context = new StepContext(step, work, held, writer, options, _observer, time, time.GetTimestamp());
            work.Current.NoticeReceived = notice => _observer.OnEvent(new RunEvent.ServerMessage(notice) { FileName = step.Migration.FileName });
            MigrationResult result = step.IsDeferred
                ? await DeferredStep.RunAsync(context, set, cancellationToken).ConfigureAwait(false)
                : await RunStepAsync(context, cancellationToken).ConfigureAwait(false);
            work.Current.NoticeReceived = null;
            results.Add(result);
            _observer.OnEvent(new RunEvent.MigrationFinished(result));
            if (!result.IsDone)
            {
                return results;
            }
        }

        await work.Current.ExecuteAsync(new SqlBatch(SessionSettings.Reset), CancellationToken.None).ConfigureAwait(false);
        return results;
    }
}
