using System.Management.Automation;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;

namespace PgMigrate.Commands;

/// <summary>A command that works on the migrations of a folder and their history.</summary>
public abstract class HistorySourceCommand : MigrationSourceCommand
{
    private protected HistorySourceCommand()
    {
    }

    [Parameter]
    [ValidateNotNull]
    public HistoryTableName? HistoryTable { get; set; }

    /// <inheritdoc/>
    private protected override HistoryTableName? GivenHistoryTable => HistoryTable;

    /// <summary>Options of a run that keeps the history as another tool does; the settings' table is our own and not meant then.</summary>
    private protected RunOptions KeptAs(RunOptions options, string? format)
    {
        if (CheckFormat(format, HistoryFormats.Writable, HistoryFormats.Native) is null)
        {
            return options;
        }

        bool native = HistoryFormats.Native.Equals(format, StringComparison.OrdinalIgnoreCase);
        return options with { HistoryFormat = format, HistoryTable = native ? options.HistoryTable : HistoryTable ?? HistoryTableName.Default };
    }
}
