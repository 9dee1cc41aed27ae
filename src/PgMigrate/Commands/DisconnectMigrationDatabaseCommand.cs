using System.Management.Automation;
using PgMigrate.Connections;
using PgMigrate.Errors;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommunications.Disconnect, "MigrationDatabase")]
[OutputType(typeof(void))]
public sealed class DisconnectMigrationDatabaseCommand : PgMigrateCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MigrationConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ConnectionRegistry registry = ConnectionRegistry.OfCurrentRunspace;
        if ((Connection ?? registry.Default) is not { } connection)
        {
            WriteError(ErrorRecords.NotConnected());
            return;
        }

        registry.Remove(connection);
        Run(async (_, _) =>
        {
            await connection.CloseAsync().ConfigureAwait(false);
            return true;
        });
        WriteVerbose($"Disconnected from {connection.Address}.");
    }
}
