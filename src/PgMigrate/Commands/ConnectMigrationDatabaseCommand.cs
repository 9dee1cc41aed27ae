using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Connections;
using PgMigrate.Engine.Running;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommunications.Connect, "MigrationDatabase", DefaultParameterSetName = StringSet)]
[OutputType(typeof(MigrationConnection))]
public sealed class ConnectMigrationDatabaseCommand : PgMigrateCommand
{
    private const string StringSet = "ConnectionString";
    private const string ServerSet = "Server";
    private const string DataApiSet = "RdsDataApi";
    private const string DsqlSet = "AuroraDsql";
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
    [Parameter(ParameterSetName = DataApiSet)]
    [Parameter(ParameterSetName = SandboxSet)]
    [ValidateNotNullOrEmpty]
    public string? Database { get; set; }

    [Parameter(ParameterSetName = ServerSet)]
    [Parameter(ParameterSetName = DsqlSet)]
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
    [Parameter(ParameterSetName = DsqlSet)]
    [ValidateNotNullOrEmpty]
    public string? RootCertificate { get; set; }

    [Parameter(ParameterSetName = StringSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [Parameter(ParameterSetName = DsqlSet)]
    [DurationTransform]
    public TimeSpan? ConnectTimeout { get; set; }

    [Parameter(ParameterSetName = DsqlSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? DsqlEndpoint { get; set; }

    [Parameter(ParameterSetName = DataApiSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? ResourceArn { get; set; }

    [Parameter(ParameterSetName = DataApiSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? SecretArn { get; set; }

    [Parameter(ParameterSetName = DataApiSet)]
    public Uri? ServiceUrl { get; set; }

    [Parameter(ParameterSetName = DataApiSet)]
    [Parameter(ParameterSetName = DsqlSet)]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    [Parameter(ParameterSetName = DataApiSet)]
    [Parameter(ParameterSetName = DsqlSet)]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    [Parameter(ParameterSetName = DataApiSet)]
    [Parameter(ParameterSetName = DsqlSet)]
    [ValidateNotNullOrEmpty]
    public string? RoleArn { get; set; }

    [Parameter(ParameterSetName = DataApiSet)]
    [Parameter(ParameterSetName = DsqlSet)]
    [DurationTransform]
    public TimeSpan? ResumeTimeout { get; set; }

    [Parameter(ParameterSetName = SandboxSet, Mandatory = true)]
    public SqlTarget Sandbox { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MigrationConnection connection = ParameterSetName switch
        {
            SandboxSet or DsqlSet or DataApiSet => OpenTarget(Given),
            StringSet when ConnectionString is null && ReadSettings().Connection is { ConnectionString: null } target => OpenTarget(target),
            _ => Open(() => SessionSources.Postgres(this, ConnectionString ?? SettingsString, CertificatePath)),
        };
        ConnectionRegistry.OfCurrentRunspace.Add(connection);
        WriteObject(connection);
    }

    private string? CertificatePath => RootCertificate is null ? null : GetUnresolvedProviderPathFromPSPath(RootCertificate);

    private string? SettingsString => ParameterSetName == StringSet ? ReadSettings().Connection?.ConnectionString : null;

    private ConnectionTarget Given => new()
    {
        DsqlEndpoint = DsqlEndpoint,
        ResourceArn = ResourceArn,
        SecretArn = SecretArn,
        Sandbox = ParameterSetName == SandboxSet ? Sandbox : null,
        Database = Database,
        UserName = UserName,
        Region = Region,
        ProfileName = ProfileName,
        RoleArn = RoleArn,
        ServiceUrl = ServiceUrl,
        RootCertificate = CertificatePath,
        ConnectTimeout = ConnectTimeout,
        ResumeTimeout = ResumeTimeout,
    };
}
