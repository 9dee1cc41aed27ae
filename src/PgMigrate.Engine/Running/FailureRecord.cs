namespace PgMigrate.Engine.Running;

/// <summary>Writes what went wrong into the history, on a new connection when the old one is gone.</summary>
internal static class FailureRecord
{
    /// <summary>Writes; when even that fails, says so as a warning, since the failure itself is the one to tell.</summary>
    public static async Task TryWriteAsync(StepContext context, SqlCommand command)
    {
        using var limit = new CancellationTokenSource(WorkSession.CleanUpLimit);
        try
        {
            ISqlSession session = await context.Work.AliveAsync(limit.Token).ConfigureAwait(false);

            // Another run may have applied it since: then its row tells the truth, and this one would not.
            await context.Work.PrepareAsync(context.Lock, context.Options, context.Time, limit.Token).ConfigureAwait(false);

            // By itself, because BEGIN takes default_transaction_read_only as the migration left it.
            await session.ExecuteAsync(new SqlBatch(SessionSettings.Reset), limit.Token).ConfigureAwait(false);
            await session.ExecuteAsync(context.History.Alone(command), limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SqlFailureException or RunLockedException or OperationCanceledException)
        {
            await context.Work.TryRollbackAsync().ConfigureAwait(false);
            context.Observer.OnEvent(new RunEvent.Message(
                $"The failure of {context.Step.Migration.FileName} could not be recorded in {context.History.Store.Table}: {error.Message}",
                IsWarning: true));
        }
    }
}
