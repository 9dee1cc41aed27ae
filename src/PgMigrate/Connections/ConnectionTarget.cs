using PgMigrate.Engine.Running;

namespace PgMigrate.Connections;

/// <summary>A database as parameters or settings name it; null where they are silent. Holds no secret but the connection string.</summary>
internal sealed record ConnectionTarget
{
    /// <summary>May hold a password: never shown.</summary>
    public string? ConnectionString { get; init; }

    public string? DsqlEndpoint { get; init; }

    public string? ResourceArn { get; init; }

    public string? SecretArn { get; init; }

    /// <summary>A throw-away server of this kind.</summary>
    public SqlTarget? Sandbox { get; init; }

    public string? Database { get; init; }

    public string? UserName { get; init; }

    public string? Region { get; init; }

    public string? ProfileName { get; init; }

    public string? RoleArn { get; init; }

    public Uri? ServiceUrl { get; init; }

    /// <summary>Full path.</summary>
    public string? RootCertificate { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? ResumeTimeout { get; init; }

    /// <summary>The kind of database.</summary>
    public SqlTarget Kind => Sandbox ?? (DsqlEndpoint is not null ? SqlTarget.AuroraDsql : ResourceArn is not null ? SqlTarget.RdsDataApi : SqlTarget.PostgreSql);

    /// <summary>Without the connection string.</summary>
    public override string ToString() => Kind.ToString();
}
