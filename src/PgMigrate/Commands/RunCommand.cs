using System.Collections;
using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Settings;

namespace PgMigrate.Commands;

/// <summary>A command that runs migrations, forwards or back: how it locks, waits, and keeps the history.</summary>
public abstract class RunCommand : HistorySourceCommand
{
    private protected RunCommand()
    {
    }

    [Parameter(ParameterSetName = MigrationSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Migration? Migration { get; set; }

    [Parameter]
    [ValidateNotNull]
    public Hashtable? Variable { get; set; }

    [Parameter]
    [DurationTransform]
    public TimeSpan? LockTimeout { get; set; }

    [Parameter]
    [ValidateRange(0, 1000)]
    public int? LockRetry { get; set; }

    [Parameter]
    public RunLockMode? LockMode { get; set; }

    [Parameter]
    [DurationTransform]
    public TimeSpan? StatementTimeout { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryFormatCompleter))]
    public string? HistoryFormat { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SearchPath { get; set; }

    [Parameter]
    public TransactionMode TransactionMode { get; set; }

    [Parameter]
    public ResumeChoice Resume { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Collect(Migration);

    /// <summary>What these parameters and the settings say of a run.</summary>
    private protected RunOptions RunSettings() => KeptAs(BaseOptions(Settings), HistoryFormat) with
    {
        TransactionMode = TransactionMode,
        LockTimeout = LockTimeout ?? Settings.LockTimeout,
        LockRetry = LockRetry ?? Settings.LockRetry ?? 0,
        LockMode = LockMode ?? Settings.LockMode ?? RunLockMode.Auto,
        StatementTimeout = StatementTimeout ?? Settings.StatementTimeout,
        SearchPath = SearchPath ?? Settings.SearchPath,
        Variables = VariableTable.Merge(Settings.Variables, Variable),
        Resume = Resume,
    };
}
