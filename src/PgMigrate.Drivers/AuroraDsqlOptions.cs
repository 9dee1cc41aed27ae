namespace PgMigrate.Drivers;

/// <summary>How to reach an Aurora DSQL cluster. A password is never given: each connection gets a fresh signed token.</summary>
public sealed class AuroraDsqlOptions
{
    /// <summary>
    /// The cluster's host name, <c>&lt;id&gt;.dsql.&lt;region&gt;.on.aws</c>, or another name that leads to it. Required.
    /// </summary>
    public required string Endpoint { get; init; }

    /// <summary>Port; default 5432, the only one the service has.</summary>
    public int Port { get; init; } = 5432;

    /// <summary>Role to log in as; default <c>admin</c>. It decides the IAM action: <c>DbConnectAdmin</c> for admin, else <c>DbConnect</c>.</summary>
    public string UserName { get; init; } = "admin";

    /// <summary>Database; default <c>postgres</c>, the only one a cluster has.</summary>
    public string Database { get; init; } = "postgres";

    /// <summary>The cluster's region; null, the default, for the one in <see cref="Endpoint"/>, else the one of the AWS environment.</summary>
    public string? Region { get; init; }

    /// <summary>Profile of the shared AWS files; null, the default, for the AWS environment's own order of credential sources.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Role to assume through STS with the credentials found; null, the default, for none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Access key; null, the default, for the credentials of <see cref="ProfileName"/> or the environment.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Secret of <see cref="AccessKeyId"/>. Never shown again.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>Session token of temporary keys, or null.</summary>
    public string? SessionToken { get; init; }

    /// <summary>How long a token is good for; default 15 minutes, more than none and at most 7 days. It matters only while connecting.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>File with the certificates to trust, PEM; null, the default, for the system's, which have Amazon Root CA 1.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Longest wait for one connection; default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for a cluster that is waking up or short of connections; default 3 minutes.</summary>
    public TimeSpan ResumeTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public override string ToString() => nameof(AuroraDsqlOptions);
}
