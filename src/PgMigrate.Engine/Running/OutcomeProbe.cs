using PgMigrate.Engine.History;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Finds out whether a transaction whose COMMIT was not answered was committed. Its history row was part of it, so the row
/// is the proof; but only once the server process that may still be committing is gone.
/// </summary>
internal static class OutcomeProbe
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>True: committed. False: not. Null: the database cannot be asked, or the process does not end.</summary>
    public static async Task<bool?> WasRecordedAsync(StepContext context)
    {
        using var limit = new CancellationTokenSource(WorkSession.CleanUpLimit);
        try
        {
            ISqlSession session = await context.Work.AliveAsync(limit.Token).ConfigureAwait(false);
            while (await IsRunningAsync(session, context.Work.ProcessId, limit.Token).ConfigureAwait(false))
            {
                await Task.Delay(Pause, context.Time, limit.Token).ConfigureAwait(false);
            }

            HistorySnapshot? history = await context.History.Store.ReadAsync(session, limit.Token).ConfigureAwait(false);
            return history is not null && history.Entries.Any(entry =>
                (entry.RunId == context.Options.RunId || !context.History.Store.KeepsProgress)
                && entry.FileName == context.Step.Migration.FileName
                && entry.Status == MigrationLogStatus.Completed);
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<bool> IsRunningAsync(ISqlSession session, int processId, CancellationToken cancellationToken)
    {
        // A replaced session's process may still hold the transaction; a session that is alive is idle and is no risk.
        var question = new SqlCommand(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE pid = $1 AND pid <> pg_catalog.pg_backend_pid())",
            SqlParameter.Integer(processId));
        var results = await session.QueryAsync(new SqlBatch(question), cancellationToken).ConfigureAwait(false);
        return results[0][0].GetBoolean(0);
    }
}
