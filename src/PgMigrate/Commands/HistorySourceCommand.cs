using System.Management.Automation;
using PgMigrate.Engine.History;

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
}
