using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.History;
using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsDiagnostic.Repair, "MigrationLog", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MigrationLogRepair))]
public sealed class RepairMigrationLogCommand : HistorySourceCommand
{
    private const string EntrySet = "Entry";

    private readonly List<MigrationLogEntry> _entries = [];

    [Parameter(ParameterSetName = MigrationSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Migration? Migration { get; set; }

    [Parameter(ParameterSetName = EntrySet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MigrationLogEntry? Entry { get; set; }

    [Parameter]
    public SwitchParameter Failed { get; set; }

    [Parameter]
    public SwitchParameter Partial { get; set; }

    [Parameter]
    public SwitchParameter Changed { get; set; }

    [Parameter]
    public SwitchParameter Missing { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string[]? Version { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryFormatCompleter))]
    public string? HistoryFormat { get; set; }

    [Parameter]
    [DurationTransform]
    public TimeSpan? LockTimeout { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Entry is { } entry)
        {
            _entries.Add(entry);
        }
        else
        {
            Collect(Migration);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        HashSet<RepairKind> kinds = KindsAsked();
        if (kinds.Count == 0)
        {
            ThrowTerminatingError(ErrorRecords.NothingToRepair());
        }

        bool byEntry = ParameterSetName == EntrySet;
        if (MyInvocation.ExpectingInput && Migrations.Count == 0 && _entries.Count == 0 && !PathsGiven)
        {
            return;
        }

        // Only these two ask for the files.
        bool asksFiles = kinds.Contains(RepairKind.Changed) || kinds.Contains(RepairKind.Missing) || PathsGiven;
        LoadedMigrations loaded = Migrations.Count > 0 ? LoadHistorical(Migrations)
            : asksFiles ? (byEntry ? LoadDefault() : LoadFolder([]))!
            : new LoadedMigrations(new MigrationSet("", HistoryFormats.Native, [], []), null);
        RepairOptions options = Options(kinds, loaded, byEntry);
        foreach (MigrationLogRepair repair in new RepairRun(this, RequireConnection(Settings), loaded.Set, options, IsUnasked(Force)).Repair())
        {
            WriteObject(repair);
        }
    }

    private HashSet<RepairKind> KindsAsked()
    {
        (bool Asked, RepairKind Kind)[] switches =
            [(Failed, RepairKind.Failed), (Partial, RepairKind.Partial), (Changed, RepairKind.Changed), (Missing, RepairKind.Missing)];
        return [.. switches.Where(one => one.Asked).Select(one => one.Kind)];
    }

    private RepairOptions Options(HashSet<RepairKind> kinds, LoadedMigrations loaded, bool byEntry)
    {
        RunOptions shared = KeptAs(BaseOptions(Settings), HistoryFormat, HistoryFormats.Repairable);
        return new RepairOptions
        {
            Kinds = kinds,
            Files = loaded.Selected,
            Versions = Version,
            Rows = byEntry ? _entries.Select(entry => entry.Id).ToHashSet() : null,
            HistoryTable = shared.HistoryTable,
            HistoryFormat = shared.HistoryFormat,
            LockTimeout = LockTimeout ?? Settings.LockTimeout,
            LockMode = Settings.LockMode ?? RunLockMode.Auto,
            SearchPath = shared.SearchPath,
        };
    }
}
