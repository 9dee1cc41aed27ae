using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Finds out whether a transaction whose COMMIT was not answered was committed. Its history row was part of it, so the row
/// is the proof; but only once nothing can still be committing.
/// </summary>
internal static class OutcomeProbe
{
    /// <summary>True: committed. False: not. Null: the database cannot be asked, or the process does not end.</summary>
    public static async Task<bool?> WasRecordedAsync(StepContext context)
    {
        using var limit = new CancellationTokenSource(WorkSession.CleanUpLimit);
        try
        {
            ISqlSession session = await context.Work.AliveAsync(limit.Token).ConfigureAwait(false);
            await context.Lock.SettleAsync(session, context.Work, limit.Token).ConfigureAwait(false);
            HistorySnapshot? history = await context.History.Store.ReadAsync(session, limit.Token).ConfigureAwait(false);
            return history is not null && history.Entries.Any(entry =>
                entry.RunId == context.Options.RunId
                && entry.FileName == context.Step.Migration.FileName
                && entry.Status == MigrationLogStatus.Completed);
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            return null;
        }
    }
}
