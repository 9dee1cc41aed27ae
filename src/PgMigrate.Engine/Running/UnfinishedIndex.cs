using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Looks at the index of a CREATE INDEX ASYNC that was interrupted. Its job goes on without the run that asked for it, so that it is
/// waited for; an index that no job works on and that is not valid is dropped, to be built anew.
/// </summary>
internal static class UnfinishedIndex
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>True when the index is there and valid; false when it is not there, or not any more.</summary>
    /// <exception cref="SqlFailureException">The database refused, or the lock was lost meanwhile.</exception>
    public static async Task<bool> IsDoneAsync(StepContext context, StatementEvidence evidence, CancellationToken cancellationToken)
    {
        await WaitAsync(context, evidence, cancellationToken).ConfigureAwait(false);

        // In this order: it can only turn from unfinished to valid meanwhile. By its schema: the name alone may be another table's index.
        if (await AskAsync(context, evidence.LeftoverQuestion!, cancellationToken).ConfigureAwait(false) is not [SqlRow row, ..])
        {
            return await IsAsync(context, evidence.Question!, cancellationToken).ConfigureAwait(false);
        }

        string index = $"{SqlIdentifier.Quote(row.GetString(0)!)}.{SqlIdentifier.Quote(evidence.LeftoverName!)}";
        Tell(context, $"the interrupted run left the index {index} invalid. It is dropped and built anew.", isWarning: true);
        await context.Work.Current.ExecuteAsync(new SqlBatch(new SqlCommand("DROP INDEX IF EXISTS " + index)), cancellationToken).ConfigureAwait(false);
        return false;
    }

    private static async Task WaitAsync(StepContext context, StatementEvidence evidence, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        bool told = false;
        while (await IsAsync(context, evidence.JobQuestion!, cancellationToken).ConfigureAwait(false))
        {
            if (!told)
            {
                told = true;
                Tell(context, "the index that the interrupted run asked for is still being built. The run waits for its job.", isWarning: false);
            }

            await Task.Delay(pause, context.Time, cancellationToken).ConfigureAwait(false);
            context.Lock.ThrowIfLost();
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static async Task<bool> IsAsync(StepContext context, string question, CancellationToken cancellationToken) =>
        (await AskAsync(context, question, cancellationToken).ConfigureAwait(false))[0].GetBoolean(0);

    private static async Task<IReadOnlyList<SqlRow>> AskAsync(StepContext context, string question, CancellationToken cancellationToken)
    {
        var batch = new SqlBatch(new SqlCommand(question)) { IsRepeatable = true };
        return (await context.Work.Current.QueryAsync(batch, cancellationToken).ConfigureAwait(false))[0];
    }

    private static void Tell(StepContext context, string what, bool isWarning) => context.Observer.OnEvent(
        new RunEvent.Message($"{context.Step.Migration.FileName}: statement {context.Step.ResumeAt + 1}: {what}", isWarning));
}
