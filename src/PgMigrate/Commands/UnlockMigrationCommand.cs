using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommon.Unlock, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RunUnlock))]
public sealed class UnlockMigrationCommand : ConnectedCommand
{
    [Parameter]
    [ValidateNotNull]
    public HistoryTableName? HistoryTable { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryFormatCompleter))]
    public string? HistoryFormat { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override HistoryTableName? GivenHistoryTable => HistoryTable;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var settings = ReadSettings();
        MigrationConnection connection = RequireConnection(settings);
        RunOptions options = BaseOptions(settings) with
        {
            HistoryFormat = CheckFormat(HistoryFormat ?? settings.HistoryFormat, HistoryFormats.Writable, HistoryFormats.Native),
        };
        var unlocker = new RunUnlocker(connection.Sessions, TimeProvider.System);
        IReadOnlyList<RunLockHolder> holders = Run((_, token) => unlocker.FindAsync(options, token));
        if (holders.Count == 0)
        {
            WriteVerbose($"Nobody holds the lock of {HistoryStoreName(options)} on {connection.Address}.");
        }

        foreach (RunLockHolder holder in holders)
        {
            Free(unlocker, connection, options, holder);
        }
    }

    private static string HistoryStoreName(RunOptions options) => options.HistoryTable.ToString();

    private void Free(RunUnlocker unlocker, MigrationConnection connection, RunOptions options, RunLockHolder holder)
    {
        if (holder.IsAlive && !Force)
        {
            WriteError(ErrorRecords.LockHolderAlive(holder));
            return;
        }

        if (holder.IsAlive)
        {
            WriteWarning($"The run that holds the lock is alive: {holder}. What it is at will fail.");
        }

        string what = $"Freeing the lock of {HistoryStoreName(options)} on {connection.Address}, held by {holder}";
        if (ShouldProcess(what, what + "?", "Unlock migration"))
        {
            RunUnlock unlocked = Run((_, token) => unlocker.FreeAsync(options, holder, Force, token));
            WriteObject(unlocked);
            if (!unlocked.Freed)
            {
                WriteWarning(unlocked.Message);
            }
        }
    }
}
