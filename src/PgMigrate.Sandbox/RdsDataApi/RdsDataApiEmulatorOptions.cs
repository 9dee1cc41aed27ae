namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>How an <see cref="RdsDataApiEmulator"/> behaves; the defaults are the service's.</summary>
public sealed record RdsDataApiEmulatorOptions
{
    /// <summary>The region that requests must be signed for.</summary>
    public string Region { get; init; } = "eu-west-1";

    /// <summary>The access key that requests must be signed with.</summary>
    public string AccessKeyId { get; init; } = "AKIDEMULATOR";

    /// <summary>Its secret; random by default.</summary>
    public string SecretAccessKey { get; init; } = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));

    /// <summary>The cluster's ARN.</summary>
    public string ResourceArn { get; init; } = "arn:aws:rds:eu-west-1:123456789012:cluster:emulator";

    /// <summary>The secret's ARN.</summary>
    public string SecretArn { get; init; } = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:emulator-AbCdEf";

    /// <summary>The database of calls that name none; <c>postgres</c> by default.</summary>
    public string Database { get; init; } = "postgres";

    /// <summary>Longest time of a call; 45 s.</summary>
    public TimeSpan StatementLimit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Longest time between the calls of a transaction; 3 min.</summary>
    public TimeSpan IdleTransactionLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Longest life of a transaction; 24 h.</summary>
    public TimeSpan TransactionLimit { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Longest statement, UTF-8 bytes; 65,536.</summary>
    public int MaxSqlBytes { get; init; } = 65_536;

    /// <summary>Largest request, headers included; 4 MiB.</summary>
    public int MaxRequestBytes { get; init; } = 4 << 20;

    /// <summary>Largest answer; 1 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 1 << 20;

    /// <summary>Largest row; 64 KiB.</summary>
    public int MaxRowBytes { get; init; } = 64 << 10;

    /// <summary>
    /// Answers SQL errors with the bare text <c>Database returned SQL Exception</c>, as has been seen in production; by default the
    /// server's message and SQLSTATE are in it.
    /// </summary>
    public bool BareSqlErrors { get; init; }

    /// <summary>
    /// An SQL error ends its transaction, so that the next call finds none, as the guide's chapter on troubleshooting says; true by
    /// default. With false it stays until it is rolled back, as it did in version 1.
    /// </summary>
    public bool ErrorsEndTransactions { get; init; } = true;

    /// <summary>The clock of all limits and of the signatures' age.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override string ToString() => $"{ResourceArn} ({Region})";
}
