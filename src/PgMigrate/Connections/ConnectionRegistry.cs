using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PgMigrate.Connections;

/// <summary>The connections of one runspace: the default one, and all whose sandbox is to be stopped with the module.</summary>
internal sealed class ConnectionRegistry : IDisposable
{
    // Keyed by the runspace, so that parallel ones never see each other's default.
    private static readonly ConditionalWeakTable<Runspace, ConnectionRegistry> Registries = new();

    private readonly object _gate = new();
    private readonly List<MigrationConnection> _open = [];
    private MigrationConnection? _default;

    /// <summary>That of the runspace which this thread works for.</summary>
    public static ConnectionRegistry OfCurrentRunspace => Registries.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>What commands use that are given no connection, or null.</summary>
    public MigrationConnection? Default
    {
        get
        {
            lock (_gate)
            {
                return _default;
            }
        }
    }

    /// <summary>Takes a connection in and makes it the default.</summary>
    public void Add(MigrationConnection connection)
    {
        lock (_gate)
        {
            _open.Add(connection);
            _default = connection;
        }
    }

    /// <summary>Lets go of a connection; the one made before it becomes the default again.</summary>
    public void Remove(MigrationConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
            if (ReferenceEquals(_default, connection))
            {
                _default = _open.LastOrDefault();
            }
        }
    }

    /// <summary>Closes all of them.</summary>
    public void Dispose()
    {
        MigrationConnection[] open;
        lock (_gate)
        {
            open = [.. _open];
            _open.Clear();
            _default = null;
        }

        // The one wait outside the pump: PowerShell removes modules synchronously.
        Task.Run(() => Task.WhenAll(open.Select(connection => connection.CloseAsync()))).GetAwaiter().GetResult();
    }
}
