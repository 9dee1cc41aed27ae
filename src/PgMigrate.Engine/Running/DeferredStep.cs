using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Runs a script that asks the database: first the script itself, with the session of the run, then the statements it asked for. Where
/// the target has transactions of several statements, what it asks is part of the transaction that applies it, so that a failure
/// takes all of it back.
/// </summary>
internal static class DeferredStep
{
    /// <exception cref="OperationCanceledException">Cancelled; the result was reported with what is known.</exception>
    public static async Task<MigrationResult> RunAsync(StepContext context, MigrationSet set, CancellationToken cancellationToken)
    {
        PlanStep? step;
        MigrationProblem? problem;
        try
        {
            (step, problem) = await RenderAsync(context, set, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException error)
        {
            return await FailAsync(context, error.Failure, null).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await context.Work.TryRollbackAsync().ConfigureAwait(false);
            context.Observer.OnEvent(new RunEvent.MigrationFinished(context.Result(MigrationResultStatus.Cancelled, 0)));
            throw;
        }

        return problem is not null || step is null
            ? await FailAsync(context, new SqlFailure { Message = problem!.Message, Outcome = SqlOutcome.NotApplied }, problem).ConfigureAwait(false)
            : await MigrationRunner.RunStepAsync(context with { Step = step }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(PlanStep? Step, MigrationProblem? Problem)> RenderAsync(StepContext context, MigrationSet set, CancellationToken cancellationToken)
    {
        ISqlSession session = context.Work.Current;
        bool together = session.Target != SqlTarget.AuroraDsql;
        await session.ExecuteAsync(new SqlBatch(context.Settings.Commands) { Begin = together }, cancellationToken).ConfigureAwait(false);
        Migration rendered = await ScriptedMigrations.RenderOneAsync(
            context.Step.Migration, ScriptedMigrations.FilesOf(set), context.Options.ScriptHost!, new SessionScriptDatabase(session), Log(context), cancellationToken)
            .ConfigureAwait(false);
        if (rendered.ScriptProblem is { } failed)
        {
            return (null, failed);
        }

        var problems = new List<MigrationProblem>();
        PlanStep? step = StepBuilder.Build(rendered, null, context.Options, session.Target, problems);
        MigrationProblem? problem = problems.Find(found => found.Severity == ProblemSeverity.Error);
        if (together && problem is null && step is { IsTransactional: false })
        {
            await session.ExecuteAsync(new SqlBatch() { Commit = true }, cancellationToken).ConfigureAwait(false);
        }

        return (step, problem);
    }

    private static Action<string> Log(StepContext context) =>
        text => context.Observer.OnEvent(new RunEvent.Message($"{context.Step.Migration.FileName}: {text}", IsWarning: false));

    private static async Task<MigrationResult> FailAsync(StepContext context, SqlFailure failure, MigrationProblem? problem)
    {
        await context.Work.TryRollbackAsync().ConfigureAwait(false);
        var told = new MigrationFailure
        {
            Error = failure,
            Path = context.Step.Migration.Path,
            Position = problem?.Position,
            Remedy = context.Work.Current.Target == SqlTarget.AuroraDsql ? Remedies.AskedAndKept : Remedies.RolledBack,
        };
        MigrationLogEntry entry = context.History.NewEntry(context.Step, MigrationLogStatus.Failed, 0);
        MigrationLogEntry failed = HistoryWriter.Changed(entry, MigrationLogStatus.Failed, 0, context.Elapsed, told.ToString());
        await FailureRecord.TryWriteAsync(context, context.History.Store.Insert(failed)).ConfigureAwait(false);
        return context.Result(MigrationResultStatus.Failed, 0, told);
    }
}
