using System.Collections;
using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Settings;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommon.Undo, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MigrationResult))]
public sealed class UndoMigrationCommand : HistorySourceCommand
{
    private const string MigrationSet = "Migration";

    private readonly List<Migration> _migrations = [];

    [Parameter(ParameterSetName = MigrationSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Migration? Migration { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? ToVersion { get; set; }

    [Parameter]
    [ValidateNotNull]
    public Hashtable? Variable { get; set; }

    [Parameter]
    [DurationTransform]
    public TimeSpan? LockTimeout { get; set; }

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
    public SwitchParameter AllowChanged { get; set; }

    [Parameter]
    public SwitchParameter MarkOnly { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Migration is { } migration)
        {
            _migrations.Add(migration);
        }
        else
        {
            CollectPaths();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (LoadFolder(_migrations) is not { } loaded)
        {
            return;
        }

        bool counted = Last is not null || ToVersion is not null;
        if ((Last is not null && ToVersion is not null) || (counted && loaded.Selected is not null))
        {
            ThrowTerminatingError(ErrorRecords.SeveralChoices("-Last, -ToVersion, and migrations or files by name"));
        }

        var run = new MigrationRun(this, RequireConnection(Settings), loaded, Options(loaded), IsUnasked(Force));
        MigrationPlan plan = run.Plan();
        if (plan.Steps.Count == 0)
        {
            WriteVerbose($"Nothing to take back in {loaded.Set.FolderPath}: {plan.Migrations.Count} migrations, none of those asked for applied.");
        }
        else if (run.Confirm(plan) is { Count: > 0 } confirmed)
        {
            run.Apply(confirmed);
        }
    }

    private RunOptions Options(LoadedMigrations loaded) => KeptAs(BaseOptions(Settings), HistoryFormat) with
    {
        Undo = new UndoOptions { Last = Last, ToVersion = ToVersion, Selected = loaded.Selected, AllowChanged = AllowChanged, MarkOnly = MarkOnly },
        TransactionMode = TransactionMode,
        LockTimeout = LockTimeout ?? Settings.LockTimeout,
        StatementTimeout = StatementTimeout ?? Settings.StatementTimeout,
        SearchPath = SearchPath ?? Settings.SearchPath,
        Variables = VariableTable.Merge(Settings.Variables, Variable),
        Resume = Resume,
    };
}
