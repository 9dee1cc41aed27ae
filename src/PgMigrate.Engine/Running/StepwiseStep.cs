using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Runs a migration that cannot be one transaction. Its row is there before the first statement; a statement that may run in a
/// transaction commits together with its progress, one that may not is sent alone and its progress right after it.
/// </summary>
internal static class StepwiseStep
{
    /// <exception cref="OperationCanceledException">Cancelled; the result was reported with what is known.</exception>
    public static async Task<MigrationResult> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        PlanStep step = context.Step;
        int total = step.Statements.Count;
        int applied = step.ResumeAt;
        MigrationLogEntry row = context.History.NewEntry(step, MigrationLogStatus.Running, applied);
        StatementUnit unit = default;
        bool inDoubt = step.Leftover is not null;
        try
        {
            row = await StartRowAsync(context, row, cancellationToken).ConfigureAwait(false);
            int recorded = applied;
            applied = await PrepareResumeAsync(context, cancellationToken).ConfigureAwait(false);
            inDoubt = false;
            int firstSetting = row.BatchProgress == CatalogProgress.Mark ? CatalogProgress.FirstSetting(step) : 0;
            foreach (StatementUnit next in step.Units.Where(candidate => candidate.Start >= applied))
            {
                unit = next;
                bool isTold = row.BatchProgress == CatalogProgress.Mark && CatalogProgress.CanWait(step, unit, firstSetting);
                bool waits = isTold && unit.Start + unit.Count < total;
                if (!isTold && !unit.InTransaction && recorded < unit.Start)
                {
                    // The catalog does not tell of this one: if the run dies now, all before it must be known.
                    MigrationLogEntry before = HistoryWriter.Changed(row, MigrationLogStatus.Running, unit.Start, context.Elapsed);
                    await ExecuteAsync(context, context.History.Alone(context.History.Store.Update(before)), cancellationToken).ConfigureAwait(false);
                }

                context.Observer.OnEvent(new RunEvent.Progress(step, applied, step.Statements[unit.Start]));
                context.Lock.ThrowIfLost();
                if (waits)
                {
                    await ExecuteAsync(context, new SqlBatch([.. context.Commands(unit.Start, unit.Count)]), cancellationToken).ConfigureAwait(false);
                }
                else if (unit.Batch is null)
                {
                    await RunAsync(context, row, unit, StatusAfter(context, unit), cancellationToken).ConfigureAwait(false);
                }

                await foreach (MigrationLogEntry reached in RangedRun.RunAsync(context, row, unit, cancellationToken).ConfigureAwait(false))
                {
                    row = reached;
                }

                applied = unit.Start + unit.Count;
                recorded = waits ? recorded : applied;
            }

            bool isRecorded = unit.Count > 0 && StatusAfter(context, unit) == MigrationLogStatus.Completed;
            row = HistoryWriter.Changed(row, MigrationLogStatus.Completed, total, context.Elapsed);
            unit = default;
            SqlBatch end = isRecorded ? new SqlBatch(SessionSettings.Reset) : context.History.Alone(context.History.Store.Update(row), SessionSettings.Reset);
            await ExecuteAsync(context, end, cancellationToken).ConfigureAwait(false);
            context.Observer.OnEvent(new RunEvent.Progress(step, total, null));
            return context.Result(MigrationResultStatus.Applied, total);
        }
        catch (SqlFailureException error)
        {
            // What the interrupted run left is as unclear as before; the row stays as it is, and the next run looks again.
            SqlFailure failure = inDoubt ? error.Failure with { Outcome = SqlOutcome.Unknown, CommandIndex = null } : error.Failure;
            return await FailAsync(context, row, unit, applied, failure).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            var failure = new SqlFailure
            {
                Message = "The run was cancelled.",
                Outcome = context.Work.Current.IsConnected && !inDoubt ? SqlOutcome.NotApplied : SqlOutcome.Unknown,
            };
            MigrationResult result = await FailAsync(context, row, unit, applied, failure).ConfigureAwait(false);
            context.Observer.OnEvent(new RunEvent.MigrationFinished(
                result.Status == MigrationResultStatus.Failed ? result with { Status = MigrationResultStatus.Cancelled } : result));
            throw;
        }
    }

    /// <summary>
    /// What the record of a unit's progress says. On Aurora DSQL, where each record is a transaction of its own and a reset costs
    /// nothing, the last unit's is the end of the migration.
    /// </summary>
    private static MigrationLogStatus StatusAfter(StepContext context, StatementUnit unit) =>
        context.Work.Current.Target == SqlTarget.AuroraDsql && unit.Batch is null && unit.Start + unit.Count == context.Step.Statements.Count
            ? MigrationLogStatus.Completed : MigrationLogStatus.Running;

    private static async Task<MigrationLogEntry> StartRowAsync(StepContext context, MigrationLogEntry row, CancellationToken cancellationToken)
    {
        IHistoryStore store = context.History.Store;
        SqlCommand command = row.Id == 0 ? store.Insert(row) : store.Update(row);
        var batch = new SqlBatch([.. context.Settings.Commands, command]) { Begin = true, Commit = true };
        var results = await context.Work.Current.QueryAsync(batch, cancellationToken).ConfigureAwait(false);
        return row.Id == 0 ? row with { Id = results[^1][0].GetInt64(0) } : row;
    }

    /// <summary>Runs a unit, again where that is safe. An index that an earlier try of ours left half built is taken away first.</summary>
    private static async Task RunAsync(
        StepContext context, MigrationLogEntry row, StatementUnit unit, MigrationLogStatus status, CancellationToken cancellationToken)
    {
        SqlStatement statement = context.Step.Statements[unit.Start];
        ConcurrentIndex? index = unit.InTransaction ? null : ConcurrentIndex.Read(statement);
        bool triedBefore = context.Step.Migration.State is MigrationState.Failed or MigrationState.Partial;
        await new StepRetry(context).RunAsync(UnitAsync, failure => StepRetry.MayRepeat(unit, statement, failure), cancellationToken).ConfigureAwait(false);

        async Task UnitAsync()
        {
            if (triedBefore && index is not null)
            {
                await index.DropInvalidAsync(context, cancellationToken).ConfigureAwait(false);
            }

            triedBefore = true;
            await RunUnitAsync(context, row, unit, status, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RunUnitAsync(
        StepContext context, MigrationLogEntry row, StatementUnit unit, MigrationLogStatus status, CancellationToken cancellationToken)
    {
        SqlCommand progress = context.History.Store.Update(
            HistoryWriter.Changed(row, status, unit.Start + unit.Count, context.Elapsed));
        SqlCommand[] commands = [.. context.Commands(unit.Start, unit.Count)];
        if (unit.InTransaction && !await TryTogetherAsync(context, row, unit, [.. commands, .. SessionSettings.OwnIdentity, progress], cancellationToken)
            .ConfigureAwait(false))
        {
            // The row says so first: a run that dies now must not take the statement for undone.
            MigrationLogEntry alone = HistoryWriter.Changed(row, MigrationLogStatus.Running, unit.Start, context.Elapsed, Remedies.Alone(unit.Start + 1));
            await ExecuteAsync(context, context.History.Alone(context.History.Store.Update(alone)), cancellationToken).ConfigureAwait(false);
        }
        else if (unit.InTransaction)
        {
            return;
        }

        await context.Work.Current.ExecuteAsync(new SqlBatch(commands), cancellationToken).ConfigureAwait(false);
        if (ConcurrentIndex.Read(context.Step.Statements[unit.Start]) is { IfNotExists: true } index)
        {
            await index.RequireValidAsync(context.Work.Current, CancellationToken.None).ConfigureAwait(false);
        }

        // The statement is done; a cancellation that comes now must not lose the record of it.
        var record = new SqlBatch([.. SessionSettings.OwnIdentity, progress]) { Begin = true, Commit = true };
        try
        {
            await ExecuteAsync(context, record, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SqlFailureException error)
        {
            throw new SqlFailureException(error.Failure with { Outcome = SqlOutcome.Unknown, CommandIndex = null }, error);
        }
    }

    /// <summary>
    /// Commits statements and progress together; false when a single statement of Aurora DSQL does not fit into a transaction
    /// (54000: 3,000 rows) and may fit without the record of its progress, which is rows too.
    /// </summary>
    private static async Task<bool> TryTogetherAsync(
        StepContext context, MigrationLogEntry row, StatementUnit unit, SqlCommand[] commands, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(context, new SqlBatch(commands) { Begin = true, Commit = true }, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SqlFailureException error) when (error.Failure.Outcome == SqlOutcome.Unknown && context.Work.Current.Target == SqlTarget.RdsDataApi)
        {
            await FindOutAsync(context, row, unit, error, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SqlFailureException error) when (context.Work.Current.Target == SqlTarget.AuroraDsql && unit.Count == 1
            && error.Failure is { SqlState: "54000", Outcome: SqlOutcome.NotApplied, CommandIndex: > 0 } && row.Id != 0)
        {
            return !await context.Work.TryRollbackAsync().ConfigureAwait(false)
                ? throw new SqlFailureException(error.Failure, error) : false;
        }
    }

    /// <summary>
    /// The settings that the migration had made are made again, and what the interrupted run left is cleared away. Gives the statement
    /// to go on at.
    /// </summary>
    private static async Task<int> PrepareResumeAsync(StepContext context, CancellationToken cancellationToken)
    {
        PlanStep step = context.Step;
        if (context.Work.Current.Target == SqlTarget.RdsDataApi)
        {
            return step.ResumeAt; // Each call there is a session of its own; the driver sends what was set along with it.
        }

        foreach (SqlStatement setting in step.Statements.Take(step.ResumeAt).Where(statement => SessionStatements.ChangesSession(statement.Text.Span)))
        {
            await ExecuteAsync(context, new SqlBatch(new SqlCommand(setting.Text)), cancellationToken).ConfigureAwait(false);
        }

        return step.Leftover is { } leftover && await UnfinishedIndex.IsDoneAsync(context, leftover, cancellationToken).ConfigureAwait(false)
            ? step.ResumeAt + 1 : step.ResumeAt;
    }

    /// <summary>
    /// The progress is part of the transaction, so it tells whether that was committed. Only where there is no session to lose: over
    /// a connection, what the migration had set would be gone with it.
    /// </summary>
    private static async Task FindOutAsync(
        StepContext context, MigrationLogEntry row, StatementUnit unit, SqlFailureException error, CancellationToken cancellationToken)
    {
        switch (await OutcomeProbe.HasProgressedAsync(context, row.Id, unit.Start + unit.Count).ConfigureAwait(false))
        {
            case true:
                await ExecuteAsync(context, new SqlBatch(context.Settings.Commands), cancellationToken).ConfigureAwait(false);
                break;
            case false:
                throw new SqlFailureException(error.Failure with { Outcome = SqlOutcome.NotApplied }, error);
            default:
                throw error;
        }
    }

    private static async Task ExecuteAsync(StepContext context, SqlBatch batch, CancellationToken cancellationToken) =>
        await context.Work.Current.ExecuteAsync(batch, cancellationToken).ConfigureAwait(false);

    private static async Task<MigrationResult> FailAsync(
        StepContext context, MigrationLogEntry row, StatementUnit unit, int applied, SqlFailure failure)
    {
        await context.Work.TryRollbackAsync().ConfigureAwait(false);
        int? statement = unit.Count == 0 ? null : unit.Start + (failure.CommandIndex ?? 0);

        // In a transaction the progress row tells; alone, an unanswered statement leaves the row as it is: running.
        if (failure.Outcome == SqlOutcome.Unknown)
        {
            string unknown = unit.Count == 0 || unit.InTransaction || !context.History.Store.KeepsProgress
                ? context.Remedies.Unknown : context.Remedies.Unclear(unit.Start + 1, context.Step.Migration.Path);
            return context.Result(MigrationResultStatus.Unknown, applied, FailureText.Of(context.Step, failure, statement, unknown));
        }

        int total = context.Step.Statements.Count;
        bool inRanges = row.BatchProgress is not null and not CatalogProgress.Mark;
        bool nothing = applied == 0 && !inRanges;
        IHistoryStore store = context.History.Store;
        bool mayLeaveIndex = unit.Count > 0 && ConcurrentIndex.IsBuiltBy(context.Step.Statements[unit.Start]);
        string keptRemedy = nothing ? context.Remedies.NothingKept
            : store.KeepsProgress ? context.Remedies.Partial(applied, total) : context.Remedies.PartialUnrecorded(applied, total, store.Table);
        keptRemedy += await RowLimitCheck.AdviceAsync(context, unit, failure).ConfigureAwait(false) + (mayLeaveIndex ? Remedies.InvalidIndex : "")
            + (inRanges ? Remedies.RangesKept : "");
        MigrationFailure told = FailureText.Of(context.Step, failure, statement, keptRemedy);
        MigrationLogEntry failed = HistoryWriter.Changed(
            row, nothing ? MigrationLogStatus.Failed : MigrationLogStatus.Partial, applied, context.Elapsed, told.ToString());
        await FailureRecord.TryWriteAsync(context, row.Id == 0 ? store.Insert(failed) : store.Update(failed)).ConfigureAwait(false);
        return context.Result(nothing ? MigrationResultStatus.Failed : MigrationResultStatus.Partial, applied, told);
    }
}
