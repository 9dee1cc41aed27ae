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
    /// <param name="isSettled">
    /// True when nothing of the earlier run can still be at work, so that what is not there will not come either.
    /// </param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public static async Task<MigrationPlan> ResolveAsync(
        MigrationPlan plan, ISqlSession session, RunOptions options, Func<RunOptions, MigrationPlan> replan, bool isSettled,
        CancellationToken cancellationToken)
    {
        // One at a time can be in doubt.
        if (options.Resume != ResumeChoice.Ask
            || plan.Problems.Select(problem => problem.InDoubt).OfType<StatementInDoubt>().ToArray() is not [StatementInDoubt doubt]
            || doubt.FollowsSetting)
        {
            return plan;
        }

        if (doubt.TellsByCatalog && CatalogProgress.Window(doubt.Step, doubt.Index).Any())
        {
            int? found = await CatalogProgress.FindAsync(doubt.Step, doubt.Index, session, cancellationToken).ConfigureAwait(false);
            return found is { } at ? GoOn(replan(options with { Resume = ResumeChoice.Retry }), doubt.Step, at) : plan;
        }

        if (StatementEvidence.Of(doubt.Statement) is not { } evidence)
        {
            return plan;
        }

        if (evidence.Repeatable)
        {
            return replan(options with { Resume = ResumeChoice.Retry });
        }

        switch (await AskAsync(session, evidence.Question!, cancellationToken).ConfigureAwait(false))
        {
            case true:
                return replan(options with { Resume = ResumeChoice.Skip });
            case false when isSettled:
                break;
            default:
                return plan;
        }

        return GoOn(replan(options with { Resume = ResumeChoice.Retry }), doubt.Step, doubt.Index);
    }

    /// <summary>The plan with a step going on at a statement, what that may have left unfinished looked at first.</summary>
    private static MigrationPlan GoOn(MigrationPlan plan, PlanStep doubtful, int at)
    {
        StatementEvidence? evidence = at < doubtful.Statements.Count ? StatementEvidence.Of(doubtful.Statements[at]) : null;
        return plan with
        {
            Steps = [.. plan.Steps.Select(step => step.Migration.FileName != doubtful.Migration.FileName ? step
                : step with { ResumeAt = at, Leftover = evidence is { LeftoverQuestion: not null } ? evidence : null })],
        };
    }

    /// <summary>The answer; null when the catalog has something of that name, but not what the statement asks for.</summary>
    private static async Task<bool?> AskAsync(ISqlSession session, string question, CancellationToken cancellationToken)
    {
        SqlRow row = (await session.QueryAsync(new SqlBatch(new SqlCommand(question)), cancellationToken).ConfigureAwait(false))[0][0];
        return row.Values[0] is null ? null : row.GetBoolean(0);
    }
}
