using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Runs a migration in one transaction: settings, statements, history row and COMMIT go out as one pipeline, so that the
/// change and its record are kept together or not at all.
/// </summary>
internal static class TransactionalStep
{
    /// <exception cref="OperationCanceledException">Cancelled; the result was reported with what is known.</exception>
    public static async Task<MigrationResult> RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        int total = context.Step.Statements.Count;
        IReadOnlyList<SqlCommand> settings = context.Settings.Commands;
        MigrationLogEntry entry = context.History.NewEntry(context.Step, MigrationLogStatus.Completed, total);
        var batch = new SqlBatch(
            [.. settings, .. context.Commands(0, total), .. SessionSettings.OwnIdentity, context.History.Store.Insert(entry), .. SessionSettings.Reset])
        {
            // A script that asked the database did so in the transaction that its statements end.
            Begin = !context.Work.Current.InTransaction,
            Commit = true,
        };

        try
        {
            await new StepRetry(context).RunAsync(
                () => context.Work.Current.ExecuteAsync(batch, cancellationToken), _ => true, cancellationToken).ConfigureAwait(false);
            return context.Result(MigrationResultStatus.Applied, total);
        }
        catch (SqlFailureException error)
        {
            return await FailAsync(context, entry, error.Failure, settings.Count).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await context.Work.TryRollbackAsync().ConfigureAwait(false);
            bool? applied = context.Work.Current.IsConnected ? false : await OutcomeProbe.WasRecordedAsync(context).ConfigureAwait(false);
            context.Observer.OnEvent(new RunEvent.MigrationFinished(AfterCancel(context, applied)));
            throw;
        }
    }

    private static async Task<MigrationResult> FailAsync(StepContext context, MigrationLogEntry entry, SqlFailure failure, int settings)
    {
        await context.Work.TryRollbackAsync().ConfigureAwait(false);
        int? statement = failure.CommandIndex - settings;
        if (failure.Outcome == SqlOutcome.Unknown)
        {
            switch (await OutcomeProbe.WasRecordedAsync(context).ConfigureAwait(false))
            {
                case true:
                    return context.Result(MigrationResultStatus.Applied, context.Step.Statements.Count);
                case null:
                    return context.Result(MigrationResultStatus.Unknown, 0, FailureText.Of(context.Step, failure, statement, context.Remedies.Unknown));
            }
        }

        MigrationFailure told = FailureText.Of(
            context.Step, failure, statement, statement >= context.Step.Statements.Count ? context.Remedies.NotRecorded : context.Remedies.RolledBack);
        MigrationLogEntry failed = HistoryWriter.Changed(entry, MigrationLogStatus.Failed, 0, context.Elapsed, told.ToString());
        await FailureRecord.TryWriteAsync(context, context.History.Store.Insert(failed)).ConfigureAwait(false);
        return context.Result(MigrationResultStatus.Failed, 0, told);
    }

    private static MigrationResult AfterCancel(StepContext context, bool? applied) => applied switch
    {
        true => context.Result(MigrationResultStatus.Applied, context.Step.Statements.Count),
        false => context.Result(MigrationResultStatus.Cancelled, 0),
        null => context.Result(MigrationResultStatus.Unknown, 0, FailureText.Of(context.Step, Remedies.CancelledFailure, null, context.Remedies.Unknown)),
    };
}
