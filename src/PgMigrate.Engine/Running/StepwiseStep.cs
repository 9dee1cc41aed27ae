using PgMigrate.Engine.History;
using PgMigrate.Engine.Planning;

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
        try
        {
            row = await StartRowAsync(context, row, cancellationToken).ConfigureAwait(false);
            foreach (StatementUnit next in step.Units.Where(candidate => candidate.Start >= applied))
            {
                unit = next;
                context.Observer.OnEvent(new RunEvent.Progress(step, applied, step.Statements[unit.Start]));
                await RunUnitAsync(context, row, unit, cancellationToken).ConfigureAwait(false);
                applied = unit.Start + unit.Count;
            }

            row = HistoryWriter.Changed(row, MigrationLogStatus.Completed, total, context.Elapsed);
            unit = default;
            await ExecuteAsync(context, context.History.Alone(context.History.Store.Update(row)), cancellationToken).ConfigureAwait(false);
            context.Observer.OnEvent(new RunEvent.Progress(step, total, null));
            return context.Result(MigrationResultStatus.Applied, total);
        }
        catch (SqlFailureException error)
        {
            return await FailAsync(context, row, unit, applied, error.Failure).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            var failure = new SqlFailure
            {
                Message = "The run was cancelled.",
                Outcome = context.Work.Current.IsConnected ? SqlOutcome.NotApplied : SqlOutcome.Unknown,
            };
            MigrationResult result = await FailAsync(context, row, unit, applied, failure).ConfigureAwait(false);
            context.Observer.OnEvent(new RunEvent.MigrationFinished(
                result.Status == MigrationResultStatus.Failed ? result with { Status = MigrationResultStatus.Cancelled } : result));
            throw;
        }
    }

    private static async Task<MigrationLogEntry> StartRowAsync(StepContext context, MigrationLogEntry row, CancellationToken cancellationToken)
    {
        IHistoryStore store = context.History.Store;
        SqlCommand command = row.Id == 0 ? store.Insert(row) : store.Update(row);
        var batch = new SqlBatch([.. context.Settings.Commands, command]) { Begin = true, Commit = true };
        var results = await context.Work.Current.QueryAsync(batch, cancellationToken).ConfigureAwait(false);
        return row.Id == 0 ? row with { Id = results[^1][0].GetInt64(0) } : row;
    }

    private static async Task RunUnitAsync(StepContext context, MigrationLogEntry row, StatementUnit unit, CancellationToken cancellationToken)
    {
        SqlCommand progress = context.History.Store.Update(
            HistoryWriter.Changed(row, MigrationLogStatus.Running, unit.Start + unit.Count, context.Elapsed));
        SqlCommand[] commands = [.. context.Commands(unit.Start, unit.Count)];
        if (unit.InTransaction)
        {
            var batch = new SqlBatch([.. commands, .. SessionSettings.OwnIdentity, progress]) { Begin = true, Commit = true };
            await ExecuteAsync(context, batch, cancellationToken).ConfigureAwait(false);
            return;
        }

        await context.Work.Current.ExecuteAsync(new SqlBatch(commands), cancellationToken).ConfigureAwait(false);

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
            string unknown = unit.Count == 0 || unit.InTransaction || !context.History.Store.KeepsProgress ? Remedies.Unknown : Remedies.Unclear(unit.Start + 1);
            return context.Result(MigrationResultStatus.Unknown, applied, FailureText.Of(context.Step, failure, statement, unknown));
        }

        int total = context.Step.Statements.Count;
        bool nothing = applied == 0;
        IHistoryStore store = context.History.Store;
        string remedy = nothing ? Remedies.NothingKept
            : store.KeepsProgress ? Remedies.Partial(applied, total) : Remedies.PartialUnrecorded(applied, total, store.Table);
        MigrationFailure told = FailureText.Of(context.Step, failure, statement, remedy);
        MigrationLogEntry failed = HistoryWriter.Changed(
            row, nothing ? MigrationLogStatus.Failed : MigrationLogStatus.Partial, applied, context.Elapsed, told.ToString());
        await FailureRecord.TryWriteAsync(context, row.Id == 0 ? store.Insert(failed) : store.Update(failed)).ConfigureAwait(false);
        return context.Result(nothing ? MigrationResultStatus.Failed : MigrationResultStatus.Partial, applied, told);
    }
}
