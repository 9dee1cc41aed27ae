using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommon.Get, "MigrationLog")]
[OutputType(typeof(MigrationLogEntry))]
public sealed class GetMigrationLogCommand : ConnectedCommand
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public MigrationLogStatus[]? Status { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    [Parameter]
    [ValidateNotNull]
    public HistoryTableName? HistoryTable { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryFormatCompleter))]
    public string? HistoryFormat { get; set; }

    /// <inheritdoc/>
    private protected override HistoryTableName? GivenHistoryTable => HistoryTable;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var settings = ReadSettings();
        MigrationConnection connection = RequireConnection(settings);
        RunOptions options = BaseOptions(settings);
        string? format = CheckFormat(HistoryFormat ?? settings.HistoryFormat, HistoryFormats.Names, HistoryFormats.Auto, HistoryFormats.Native);
        bool native = format is null || format.Equals(HistoryFormats.Native, StringComparison.OrdinalIgnoreCase);
        var reader = new MigrationLogReader(connection.Sessions);
        IReadOnlyList<MigrationLogEntry> entries = Run((_, token) =>
            native ? reader.ReadAsync(options.HistoryTable, token) : reader.ReadToolAsync(format!, HistoryTable ?? (HistoryFormat is null ? settings.HistoryTable : null), token));
        var asked = entries.Where(entry => Status?.Contains(entry.Status) ?? true);
        foreach (MigrationLogEntry entry in Last is { } last ? asked.TakeLast(last) : asked)
        {
            WriteObject(entry);
        }
    }
}
