using System.Data.Common;
using System.Management.Automation;
using PgMigrate.Connections;
using PgMigrate.Engine.Running;

namespace PgMigrate;

/// <summary>
/// A database that migrations are run on. It holds no open connection: each command opens its own and closes it.
/// Nothing secret can be read from it.
/// </summary>
public sealed class MigrationConnection
{
    private readonly IAsyncDisposable? _sandbox;
    private readonly string? _sandboxConnectionString;
    private int _closed;

    internal MigrationConnection(ISqlSessionFactory sessions, ServerFacts facts, SandboxServer? sandbox)
    {
        Sessions = sessions;
        Target = sessions.Target;
        Address = sessions.Description;
        Database = facts.Database;
        UserName = facts.UserName;
        ServerVersion = facts.ServerVersion;
        _sandbox = sandbox?.Server;
        _sandboxConnectionString = sandbox?.ConnectionString;
    }

    /// <summary>The kind of database.</summary>
    public SqlTarget Target { get; }

    /// <summary>The database as the server calls it.</summary>
    public string Database { get; }

    /// <summary>User, host, port and database.</summary>
    public string Address { get; }

    /// <summary>The role that logged in.</summary>
    public string UserName { get; }

    /// <summary>The server's version, for example <c>15.14</c>.</summary>
    public string ServerVersion { get; }

    /// <summary>True for a throw-away server of this session.</summary>
    public bool IsSandbox => _sandbox is not null;

    /// <summary>False once disconnected.</summary>
    public bool IsOpen => Volatile.Read(ref _closed) == 0;

    internal ISqlSessionFactory Sessions { get; }

    /// <summary>
    /// The connection string of a sandbox as Npgsql and .NET take it. It holds the sandbox's password, so it is a method: nothing
    /// that prints or serializes the object calls it.
    /// </summary>
    /// <exception cref="PSInvalidOperationException">This is no sandbox.</exception>
    public string GetSandboxConnectionString() =>
        _sandboxConnectionString ?? throw new PSInvalidOperationException("Only a sandbox tells its connection string.");

    /// <summary>The same as a URI, <c>postgresql://user:password@host:port/database</c>, as psql, libpq and most other programs take it.</summary>
    /// <exception cref="PSInvalidOperationException">This is no sandbox.</exception>
    public string GetSandboxUri()
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = GetSandboxConnectionString() };
        string Part(string name) => Uri.EscapeDataString((string)parts[name]);
        return $"postgresql://{Part("Username")}:{Part("Password")}@{Part("Host")}:{Part("Port")}/{Part("Database")}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Target} {Address}";

    /// <summary>Marks it closed and stops its sandbox; more calls do nothing.</summary>
    internal async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0 && _sandbox is not null)
        {
            await _sandbox.DisposeAsync().ConfigureAwait(false);
        }
    }
}
