using PgMigrate.Engine.Planning;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Looks at the catalog for a statement of which it is not known whether it was applied, so that a user is asked only where the
/// catalog cannot tell.
/// </summary>
internal static class DoubtResolver
{
    /// <summary>The plan, made again with the answer where there is one.</summary>
    /// <param name="plan">A plan that may have stopped at such a statement.</param>
    /// <param name="session">A session outside a transaction.</param>
    /// <param name="options">The run's settings.</param>
    /// <param name="replan">Makes the plan with other settings.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public static async Task<MigrationPlan> ResolveAsync(
        MigrationPlan plan, ISqlSession session, RunOptions options, Func<RunOptions, MigrationPlan> replan, CancellationToken cancellationToken)
    {
        // PostgreSQL's own statements outside a transaction are not read by StatementEvidence; one at a time can be in doubt.
        if (session.Target != SqlTarget.AuroraDsql || options.Resume != ResumeChoice.Ask
            || plan.Problems.Select(problem => problem.InDoubt).OfType<StatementInDoubt>().ToArray() is not [StatementInDoubt doubt]
            || doubt.FollowsSetting || StatementEvidence.Of(doubt.Statement) is not { } evidence)
        {
            return plan;
        }

        if (evidence.Repeatable)
        {
            return replan(options with { Resume = ResumeChoice.Retry });
        }

        if (await AskAsync(session, evidence.Question!, cancellationToken).ConfigureAwait(false))
        {
            return replan(options with { Resume = ResumeChoice.Skip });
        }

        MigrationPlan again = replan(options with { Resume = ResumeChoice.Retry });
        bool leftover = evidence.LeftoverQuestion is { } question && await AskAsync(session, question, cancellationToken).ConfigureAwait(false);
        return !leftover ? again : again with
        {
            Steps = [.. again.Steps.Select(step => step.Migration.FileName == doubt.Step.Migration.FileName ? step with { CleanUp = evidence.CleanUp } : step)],
        };
    }

    private static async Task<bool> AskAsync(ISqlSession session, string question, CancellationToken cancellationToken) =>
        (await session.QueryAsync(new SqlBatch(new SqlCommand(question)), cancellationToken).ConfigureAwait(false))[0][0].GetBoolean(0);
}
