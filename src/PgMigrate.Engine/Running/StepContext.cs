using PgMigrate.Engine.Planning;

namespace PgMigrate.Engine.Running;

/// <summary>Everything that running one step needs.</summary>
internal sealed record StepContext(
    PlanStep Step, WorkSession Work, IRunLock Lock, HistoryWriter History, RunOptions Options, IRunObserver Observer, TimeProvider Time, long Started)
{
    /// <summary>Time since the step began.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(Started);

    /// <summary>Settings for this migration.</summary>
    public SessionSettings Settings => SessionSettings.From(Options, Step.Timeout);

    /// <summary>What to tell of a failure.</summary>
    public RemedyWords Remedies => Step.IsUndo ? RemedyWords.OfUndo : RemedyWords.OfApply;

    /// <summary>The step's statements as commands.</summary>
    public IEnumerable<SqlCommand> Commands(int start, int count) =>
        Step.Statements.Skip(start).Take(count).Select(statement => new SqlCommand(statement.Text) { CopyData = statement.CopyData?.Text });

    /// <summary>The result for the caller.</summary>
    public MigrationResult Result(MigrationResultStatus status, int applied, MigrationFailure? failure = null) => new()
    {
        Migration = Step.IsUndo ? AfterUndo(status) : Step.Migration with { State = StateAfter(status) },
        Status = Step.IsUndo && status == MigrationResultStatus.Applied ? MigrationResultStatus.Undone : status,
        StatementsApplied = applied,
        StatementsTotal = Step.Statements.Count,
        Duration = Elapsed,
        Failure = failure,
        RunId = Options.RunId,
    };

    /// <summary>Another tool's table forgets what is taken back; ours does not. What failed whole is as applied as it was.</summary>
    private Migrations.Migration AfterUndo(MigrationResultStatus status) => status switch
    {
        MigrationResultStatus.Applied => Step.Migration with
        {
            State = History.Store.KeepsProgress ? Migrations.MigrationState.Undone : Migrations.MigrationState.Pending,
            AppliedAt = null,
        },
        MigrationResultStatus.Partial or MigrationResultStatus.Unknown => Step.Migration with { State = Migrations.MigrationState.Partial },
        _ => Step.Migration,
    };

    private static Migrations.MigrationState StateAfter(MigrationResultStatus status) => status switch
    {
        MigrationResultStatus.Applied => Migrations.MigrationState.Applied,
        MigrationResultStatus.Partial or MigrationResultStatus.Unknown => Migrations.MigrationState.Partial,
        MigrationResultStatus.Failed => Migrations.MigrationState.Failed,
        _ => Migrations.MigrationState.Pending,
    };
}
