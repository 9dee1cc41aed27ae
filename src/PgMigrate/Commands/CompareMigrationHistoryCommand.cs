using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.History;
using PgMigrate.Engine.History.Comparing;
using PgMigrate.Engine.Layouts;
using PgMigrate.Errors;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsData.Compare, "MigrationHistory", DefaultParameterSetName = PathSet)]
[OutputType(typeof(HistoryDifference))]
public sealed class CompareMigrationHistoryCommand : HistorySourceCommand
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryFormatCompleter))]
    public string? HistoryFormat { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryFormatCompleter))]
    public string? DifferenceFormat { get; set; }

    [Parameter]
    [ValidateNotNull]
    public HistoryTableName? DifferenceTable { get; set; }

    [Parameter]
    [ValidateNotNull]
    public MigrationConnection? DifferenceConnection { get; set; }

    [Parameter]
    [ValidateSet("None", "Difference")]
    public string FailOn { get; set; } = "None";

    /// <summary>True when two histories are compared, and not the folder with one.</summary>
    private bool HasTwo => DifferenceFormat is not null || DifferenceTable is not null || DifferenceConnection is not null;

    /// <inheritdoc/>
    protected override void ProcessRecord() => CollectPaths();

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (LoadedMigrations loaded in Folders())
        {
            HistorySide history = Side(RequireConnection(Settings), HistoryFormat ?? Settings.HistoryFormat, HistoryTable ?? (HistoryFormat is null ? Settings.HistoryTable : null));
            IReadOnlyList<HistoryDifference> found = Run((_, token) => HasTwo
                ? HistoryComparer.CompareAsync(loaded.Set, history, Other(history), token)
                : HistoryComparer.CompareAsync(loaded.Set, HistorySide.Folder, history, token));
            HistoryDifference[] asked = [.. found.Where(item => loaded.Selected is null || (item.Migration is { } migration && loaded.Selected.Contains(migration.FileName)))];
            WriteObject(asked, enumerateCollection: true);
            int different = asked.Count(item => item.IsDifferent);
            if (different > 0 && FailOn == "Difference")
            {
                ThrowTerminatingError(ErrorRecords.HistoriesDiffer(different, asked[0]));
            }
        }
    }

    /// <summary>Two histories can be compared where there is no folder: a set without migrations stands for it then.</summary>
    private IEnumerable<LoadedMigrations> Folders()
    {
        IReadOnlyList<LoadedMigrations> loaded = LoadPaths();
        if (HasTwo && loaded is [{ Set: var only }] && Path is null && LiteralPath is null && !Directory.Exists(only.FolderPath))
        {
            WriteVerbose($"There is no folder {only.FolderPath}: rows are compared by their names and versions.");
            return [new LoadedMigrations(only with { Problems = [] }, null)];
        }

        foreach (LoadedMigrations item in loaded)
        {
            ReportFileProblems(item.Set);
        }

        return loaded;
    }

    private HistorySide Other(HistorySide reference)
    {
        MigrationConnection? connection = DifferenceConnection;
        if (connection is { IsOpen: false })
        {
            ThrowTerminatingError(ErrorRecords.ConnectionClosed(connection));
        }

        HistorySide other = connection is null ? reference : Side(connection, reference.Format, reference.Table);
        return DifferenceFormat is null && DifferenceTable is null ? other
            : other with { Format = CheckFormat(DifferenceFormat, HistoryFormats.Names, HistoryFormats.Auto, HistoryFormats.Native) ?? HistoryFormats.Auto, Table = DifferenceTable };
    }

    private HistorySide Side(MigrationConnection connection, string? format, HistoryTableName? table) => new(connection.Sessions)
    {
        Format = CheckFormat(format, HistoryFormats.Names, HistoryFormats.Auto, HistoryFormats.Native),
        Table = table,
        SearchPath = Settings.SearchPath,
    };
}
