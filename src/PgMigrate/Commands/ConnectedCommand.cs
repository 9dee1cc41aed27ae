using System.Management.Automation;
using PgMigrate.Connections;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Settings;

namespace PgMigrate.Commands;

/// <summary>A command that works on a database.</summary>
public abstract class ConnectedCommand : PgMigrateCommand
{
    private MigrationConnection? _used;

    private protected ConnectedCommand()
    {
    }

    [Parameter]
    [ValidateNotNull]
    public MigrationConnection? Connection { get; set; }

    /// <inheritdoc/>
    private protected override MigrationConnection? ErrorTarget => _used;

    /// <summary>The history table that a parameter names, or null.</summary>
    private protected virtual HistoryTableName? GivenHistoryTable => null;

    /// <summary>Version of the module, for the history.</summary>
    private protected static string ToolVersion { get; } =
        typeof(ConnectedCommand).Assembly.GetName().Version!.ToString(3);

    /// <summary>The given connection or the session's default; null when there is none. Opens nothing.</summary>
    private protected MigrationConnection? CurrentConnection => Connection ?? ConnectionRegistry.OfCurrentRunspace.Default;

    /// <summary>The connection to use; ends the command when there is none.</summary>
    private protected MigrationConnection RequireConnection(MigrationSettings settings)
    {
        if (FindConnection(settings) is not { } connection)
        {
            ThrowTerminatingError(ErrorRecords.NotConnected());
            throw new InvalidOperationException();
        }

        return connection;
    }

    /// <summary>The given connection, the session's default, or one made from the settings; null when there is none.</summary>
    private protected MigrationConnection? FindConnection(MigrationSettings settings)
    {
        _used = CurrentConnection;
        if (_used is { IsOpen: false })
        {
            ThrowTerminatingError(ErrorRecords.ConnectionClosed(_used));
        }

        if (_used is null && settings.Connection is { } target)
        {
            // For this command only: another folder may have other settings. A sandbox is kept, or nothing done in it could be seen.
            _used = OpenTarget(target);
            if (_used.IsSandbox)
            {
                ConnectionRegistry.OfCurrentRunspace.Add(_used);
            }
        }

        return _used;
    }

    /// <summary>The options that all runs share.</summary>
    private protected RunOptions BaseOptions(MigrationSettings settings) => new()
    {
        HistoryTable = GivenHistoryTable ?? settings.HistoryTable ?? HistoryTableName.Default,
        SearchPath = settings.SearchPath,
        ToolVersion = ToolVersion,
    };
}
