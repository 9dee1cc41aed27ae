using System.Globalization;
using System.Management.Automation;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Pipeline;

/// <summary>Turns the events of a run into PowerShell's streams. Called on the pipeline thread only.</summary>
/// <param name="command">The running command.</param>
internal sealed class CommandReporter(PSCmdlet command)
{
    private const int RunActivity = 1;
    private const int StepActivity = 2;

    /// <summary>The bar is drawn over the network in remoting, so no more often than this.</summary>
    private const int ProgressMilliseconds = 100;

    private long _lastProgress;
    private bool _waitingTold;
    private string _title = "Applying migrations";

    /// <summary>Writes one event.</summary>
    public void Report(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunEvent.LockWaiting waiting:
                ReportWaiting(waiting);
                break;
            case RunEvent.LockAcquired:
                command.WriteVerbose("The run's lock is held.");
                break;
            case RunEvent.Planned planned:
                command.WriteVerbose($"Planned under the lock: {Count(planned.Plan.Steps.Count, "migration")} to {(planned.Plan.Steps.Any(step => step.IsUndo) ? "take back" : "apply")}.");
                break;
            case RunEvent.LockBlocked blocked:
                command.WriteVerbose($"{blocked.Step.Migration.FileName} waits for {string.Join("; ", blocked.Sessions)}.");
                break;
            case RunEvent.Retrying retrying:
                ReportRetry(retrying);
                break;
            case RunEvent.MigrationStarted started:
                string name = started.Step.Migration.FileName;
                _title = started.Step.IsUndo ? "Taking migrations back" : "Applying migrations";
                command.WriteVerbose($"{(started.Step.IsUndo ? "Taking back" : "Applying")} {name} ({started.Number} of {started.Total}, {Describe(started.Step)}).");
                Progress(RunActivity, _title, $"{name} ({started.Number} of {started.Total})", started.Number - 1, started.Total);
                break;
            case RunEvent.Progress progress:
                ReportProgress(progress);
                break;
            case RunEvent.RangeApplied range:
                ReportRange(range);
                break;
            case RunEvent.ServerMessage message:
                ReportServerMessage(message);
                break;
            case RunEvent.MigrationFinished finished:
                command.WriteVerbose(Outcome(finished.Result));
                command.WriteObject(finished.Result);
                break;
            case RunEvent.Message { IsWarning: true } message:
                command.WriteWarning(message.Text);
                break;
            case RunEvent.Message message:
                command.WriteVerbose(message.Text);
                break;
        }
    }

    /// <summary>
    /// Tells, past the pipeline that has stopped, what became of the migration that was under way: after Ctrl+C this is what
    /// its user needs to know.
    /// </summary>
    public void ReportLate(RunEvent runEvent)
    {
        if (runEvent is RunEvent.MigrationFinished finished && finished.Result.Status is not (MigrationResultStatus.Applied or MigrationResultStatus.Undone))
        {
            command.Host?.UI?.WriteWarningLine(Outcome(finished.Result));
        }
    }

    /// <summary>Takes the bars away.</summary>
    public void EndProgress()
    {
        foreach (int activity in new[] { StepActivity, RunActivity })
        {
            command.WriteProgress(new ProgressRecord(activity, _title, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>How a step is run, in a few words.</summary>
    public static string Describe(Engine.Planning.PlanStep step)
    {
        if (step is { IsUndo: true, Statements.Count: 0 })
        {
            return "only recorded, nothing is run";
        }

        if (step.IsDeferred)
        {
            return "statements known when it runs, because it asks the database";
        }

        string mode = step.Migration.TransactionMode == Engine.Migrations.TransactionMode.None
            ? "statement by statement" + (step.ModeReason is null ? "" : $", because {step.ModeReason}")
            : "one transaction";
        string from = step.ResumeAt > 0 ? $", going on with statement {step.ResumeAt + 1}" : "";
        return $"{Count(step.Statements.Count, "statement")}, {mode}{from}";
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Outcome(MigrationResult result) => result.Status switch
    {
        MigrationResultStatus.Applied => string.Create(CultureInfo.InvariantCulture, $"Applied {result.FileName} in {result.Duration.TotalMilliseconds:0} ms."),
        MigrationResultStatus.Undone => string.Create(CultureInfo.InvariantCulture, $"Took back {result.FileName} in {result.Duration.TotalMilliseconds:0} ms."),
        MigrationResultStatus.Cancelled => $"{result.FileName} was cancelled; nothing of it was kept.",
        MigrationResultStatus.Partial => $"{result.FileName} stopped after {result.StatementsApplied} of {result.StatementsTotal} statements, which are applied for good. {result.Failure?.Remedy}",
        MigrationResultStatus.Unknown => $"{result.FileName}: it is not known whether its last step was applied. {result.Failure?.Remedy}",
        _ => $"{result.FileName}: {result.Status}.",
    };

    private void ReportWaiting(RunEvent.LockWaiting waiting)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"Waiting for another migration run, {waiting.Waited.TotalSeconds:0} s so far: {waiting.Holder}.");
        if (_waitingTold)
        {
            command.WriteVerbose(text);
        }
        else
        {
            _waitingTold = true;
            command.WriteWarning(text);
        }
    }

    /// <summary>Why, who was in the way (the failure's detail says), and when it goes on.</summary>
    private void ReportRetry(RunEvent.Retrying retrying)
    {
        string why = string.Join(" ", new[] { $"{retrying.Failure.Message} (SQLSTATE {retrying.Failure.SqlState})", retrying.Failure.Detail }.OfType<string>());
        command.WriteWarning(string.Create(
            CultureInfo.InvariantCulture,
            $"{retrying.Step.Migration.FileName}: {why} It was rolled back; try {retrying.Attempt} follows in {retrying.Pause.TotalSeconds:0.0} s."));
    }

    private void ReportProgress(RunEvent.Progress progress)
    {
        long now = Environment.TickCount64;
        if (now - _lastProgress >= ProgressMilliseconds)
        {
            _lastProgress = now;
            SqlStatement? current = progress.Current;
            Progress(StepActivity, progress.Step.Migration.FileName, current?.FirstLine ?? "Recording", progress.Applied, progress.Step.Statements.Count);
        }
    }

    private void ReportRange(RunEvent.RangeApplied range)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{range.Rows:N0} rows {(range.IsLast ? "in all" : "so far")}: {range.Statement.FirstLine}");
        command.WriteVerbose($"{range.Step.Migration.FileName}: {text}");
        long now = Environment.TickCount64;
        if (now - _lastProgress >= ProgressMilliseconds)
        {
            _lastProgress = now;
            Progress(StepActivity, range.Step.Migration.FileName, text, range.Step.Statements.TakeWhile(statement => statement != range.Statement).Count(), range.Step.Statements.Count);
        }
    }

    private void ReportServerMessage(RunEvent.ServerMessage message)
    {
        SqlNotice notice = message.Notice;
        string place = message.FileName is null ? "" : message.FileName + ": ";
        string text = string.Join(" ", new[] { place + notice.Severity + ": " + notice.Message, notice.Detail, notice.Hint }.Where(part => !string.IsNullOrEmpty(part)));
        if (notice.Severity == "WARNING")
        {
            command.WriteWarning(text);
        }
        else
        {
            command.WriteVerbose(text);
        }
    }

    private void Progress(int activity, string title, string status, int done, int total)
    {
        var record = new ProgressRecord(activity, title, status) { PercentComplete = total == 0 ? 100 : Math.Min(100, (int)(100L * done / total)) };
        if (activity == StepActivity)
        {
            record.ParentActivityId = RunActivity;
        }

        command.WriteProgress(record);
    }
}
