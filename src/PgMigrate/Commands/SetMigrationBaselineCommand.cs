using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommon.Set, "MigrationBaseline", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MigrationLogEntry))]
public sealed class SetMigrationBaselineCommand : HistorySourceCommand
{
    [Parameter(ParameterSetName = MigrationSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Migration? Migration { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? ToVersion { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryFormatCompleter))]
    public string? FromHistory { get; set; }

    [Parameter]
    [ValidateNotNull]
    public HistoryTableName? FromHistoryTable { get; set; }

    [Parameter]
    [DurationTransform]
    public TimeSpan? LockTimeout { get; set; }

    [Parameter]
    public RunLockMode? LockMode { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsStatements => false;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Collect(Migration);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (LoadFolder(Migrations) is { } loaded)
        {
            var run = new BaselineRun(this, RequireConnection(Settings), loaded, Options());
            foreach (MigrationLogEntry entry in run.Mark())
            {
                WriteObject(entry);
            }
        }
    }

    private BaselineOptions Options()
    {
        string? from = CheckFormat(FromHistory, HistoryFormats.Names, HistoryFormats.Auto) ?? (FromHistoryTable is null ? null : HistoryFormats.Auto);

        // Moving over is into our own table, whatever the settings keep until then.
        bool kept = Settings.HistoryFormat is { } format && !HistoryFormats.Native.Equals(format, StringComparison.OrdinalIgnoreCase);
        RunOptions shared = from is null ? KeptAs(BaseOptions(Settings), null)
            : kept ? BaseOptions(Settings) with { HistoryTable = HistoryTable ?? HistoryTableName.Default }
            : BaseOptions(Settings);
        return new BaselineOptions
        {
            HistoryTable = shared.HistoryTable,
            SearchPath = shared.SearchPath,
            ToolVersion = shared.ToolVersion,
            ToVersion = ToVersion,
            FromHistory = from,
            FromHistoryTable = FromHistoryTable ?? (from is not null && kept ? Settings.HistoryTable : null),
            HistoryFormat = shared.HistoryFormat,
            LockTimeout = LockTimeout ?? Settings.LockTimeout,
            LockMode = LockMode ?? Settings.LockMode ?? RunLockMode.Auto,
        };
    }
}
