namespace PgMigrate.Drivers;

/// <summary>How to reach a cluster of Aurora PostgreSQL through the RDS Data API.</summary>
public sealed class RdsDataApiOptions
{
    /// <summary>ARN of the cluster: <c>arn:aws:rds:region:account:cluster:name</c>.</summary>
    public required string ResourceArn { get; init; }

    /// <summary>ARN of the secret in AWS Secrets Manager that holds the database user's name and password; the service reads it.</summary>
    public required string SecretArn { get; init; }

    /// <summary>Database; null for the cluster's own default.</summary>
    public string? Database { get; init; }

    /// <summary>AWS region; null for the one in <see cref="ResourceArn"/>.</summary>
    public string? Region { get; init; }

    /// <summary>Profile of the shared AWS files to take the credentials from; null for the SDK's usual chain.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Role to assume with those credentials; null for none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Access key, in place of profile and chain. Needs <see cref="SecretAccessKey"/>.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The access key's secret. Never shown again.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>Token of a temporary access key. Never shown again.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Address of the service, for an emulator or a private endpoint; null for AWS's own.</summary>
    public Uri? ServiceUrl { get; init; }

    /// <summary>Use the FIPS endpoint.</summary>
    public bool UseFipsEndpoint { get; init; }

    /// <summary>Use the endpoint that has IPv6 too.</summary>
    public bool UseDualStackEndpoint { get; init; }

    /// <summary>Longest wait for a paused instance to wake up, and for a service that fails for a while; 3 min by default.</summary>
    public TimeSpan ResumeTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Address of the service that gives a role's credentials; for tests.</summary>
    internal Uri? SecurityTokenServiceUrl { get; init; }

    /// <summary>Told, on any thread, of what is waited for while a session is opened: a database that wakes up, a service that fails.</summary>
    public Action<string>? Waiting { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(RdsDataApiOptions);
}
