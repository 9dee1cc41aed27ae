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

    /// <summary>
    /// Options of a run that keeps the history as another tool does. The settings' table belongs to the settings' format: beside a
    /// format that a parameter names it is not meant.
    /// </summary>
    private protected RunOptions KeptAs(RunOptions options, string? format, IReadOnlyList<string>? known = null)
    {
        if (CheckFormat(format ?? Settings.HistoryFormat, known ?? HistoryFormats.Writable, HistoryFormats.Native) is not { } kept)
        {
            return options;
        }

        bool other = format is not null && !HistoryFormats.Native.Equals(format, StringComparison.OrdinalIgnoreCase);
        return options with { HistoryFormat = kept, HistoryTable = other ? HistoryTable ?? HistoryTableName.Default : options.HistoryTable };
    }
}
