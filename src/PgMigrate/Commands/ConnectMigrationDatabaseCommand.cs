using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Connections;
using PgMigrate.Drivers;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Sandbox;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommunications.Connect, "MigrationDatabase", DefaultParameterSetName = StringSet)]
[OutputType(typeof(MigrationConnection))]
public sealed class ConnectMigrationDatabaseCommand : PgMigrateCommand
{
    private const string StringSet = "ConnectionString";
    private const string ServerSet = "Server";
    private const string SandboxSet = "Sandbox";

    [Parameter(ParameterSetName = StringSet, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? ConnectionString { get; set; }

    [Parameter(ParameterSetName = ServerSet, Mandatory = true)]
    [Alias("Host", "Server")]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    [Parameter(ParameterSetName = ServerSet)]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    [Parameter(ParameterSetName = ServerSet)]
    [Parameter(ParameterSetName = SandboxSet)]
    [ValidateNotNullOrEmpty]
    public string? Database { get; set; }

    [Parameter(ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    [Parameter(ParameterSetName = StringSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = StringSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [ValidateSet("Disable", "Allow", "Prefer", "Require", "VerifyCA", "VerifyFull")]
    public string? SslMode { get; set; }

    [Parameter(ParameterSetName = StringSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    public string? RootCertificate { get; set; }

    [Parameter(ParameterSetName = StringSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [DurationTransform]
    public TimeSpan? ConnectTimeout { get; set; }

    [Parameter(ParameterSetName = SandboxSet, Mandatory = true)]
    public SqlTarget Sandbox { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MigrationConnection connection = ParameterSetName == SandboxSet ? OpenSandbox() : Open(Options);
        ConnectionRegistry.OfCurrentRunspace.Add(connection);
        WriteObject(connection);
    }

    private PostgresConnectionOptions Options() => new()
    {
        ConnectionString = ConnectionString ?? (ParameterSetName == StringSet ? ReadSettings().ConnectionString : null),
        HostName = HostName,
        Port = Port,
        Database = Database,
        UserName = Credential?.UserName ?? UserName,
        Password = Credential?.GetNetworkCredential().Password,
        SslMode = SslMode,
        RootCertificate = RootCertificate is null ? null : GetUnresolvedProviderPathFromPSPath(RootCertificate),
        ConnectTimeout = ConnectTimeout,
    };

    private MigrationConnection OpenSandbox()
    {
        if (Sandbox != SqlTarget.PostgreSql)
        {
            ThrowTerminatingError(ErrorRecords.NotImplementedTarget(Sandbox));
        }

        SandboxServer server;
        try
        {
            server = Run((_, token) => SandboxServer.StartPostgresAsync(Database, token));
        }
        catch (SandboxException error)
        {
            ThrowTerminatingError(ErrorRecords.SandboxFailed(error, error.Remedy, Sandbox));
            throw;
        }

        try
        {
            return Open(() => new PostgresConnectionOptions { ConnectionString = server.ConnectionString }, server);
        }
        catch
        {
            Run(async (_, _) =>
            {
                await server.Server.DisposeAsync().ConfigureAwait(false);
                return true;
            });
            throw;
        }
    }
}
