using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Finds out whether a transaction whose COMMIT was not answered was committed. Its history row was part of it, so the row
/// is the proof; but only once nothing can still be committing.
/// </summary>
internal static class OutcomeProbe
{
    /// <summary>True: the whole migration is recorded. False: not. Null: the database cannot be asked, or the process does not end.</summary>
    public static Task<bool?> WasRecordedAsync(StepContext context)
    {
        bool gone = context.Step.IsUndo && !context.History.Store.KeepsProgress;
        MigrationLogStatus done = context.Step.IsUndo && !gone ? MigrationLogStatus.Undone : MigrationLogStatus.Completed;

        // Where a row stands for what is applied and nothing else, the proof of an undo is that there is none.
        return AskAsync(context, entries => gone != entries.Any(entry =>
            (entry.RunId == context.Options.RunId || !context.History.Store.KeepsProgress)
            && entry.FileName == context.Step.Migration.FileName
            && (entry.Status == done || (gone && entry.Status == MigrationLogStatus.Baseline))));
    }

    /// <summary>True: the row has this progress. False: not. Null: as above.</summary>
    public static Task<bool?> HasProgressedAsync(StepContext context, long rowId, int statements) =>
        AskAsync(context, entries => entries.Any(entry => entry.Id == rowId && entry.StatementsApplied >= statements));

    /// <summary>True: the row has exactly this progress, also within a statement. False: not. Null: as above.</summary>
    public static Task<bool?> HasReachedAsync(StepContext context, MigrationLogEntry reached) => AskAsync(context, entries => entries.Any(
        entry => entry.Id == reached.Id && entry.StatementsApplied == reached.StatementsApplied && entry.BatchProgress == reached.BatchProgress));

    private static async Task<bool?> AskAsync(StepContext context, Func<IReadOnlyList<MigrationLogEntry>, bool> isProven)
    {
        using var limit = new CancellationTokenSource(WorkSession.CleanUpLimit);
        try
        {
            ISqlSession session = await context.Work.AliveAsync(limit.Token).ConfigureAwait(false);
            await context.Lock.SettleAsync(session, context.Work, limit.Token).ConfigureAwait(false);
            HistorySnapshot? history = await context.History.Store.ReadAsync(session, limit.Token).ConfigureAwait(false);
            return history is not null && isProven(history.Entries);
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            return null;
        }
    }
}
