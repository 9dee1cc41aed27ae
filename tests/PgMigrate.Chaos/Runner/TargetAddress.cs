using PgMigrate.Drivers;
using PgMigrate.Drivers.RdsDataApi;
using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Runner;

/// <summary>Where a runner finds its database, in a form that can be sent to another process.</summary>
internal sealed record TargetAddress(SqlTarget Target)
{
    /// <summary>PostgreSQL only.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The simulator's host, or the emulator's address.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The simulator's port.</summary>
    public int Port { get; init; }

    public string? Database { get; init; }

    public string? Region { get; init; }

    public string? AccessKeyId { get; init; }

    public string? SecretAccessKey { get; init; }

    public string? RootCertificate { get; init; }

    public string? ResourceArn { get; init; }

    public string? SecretArn { get; init; }

    /// <summary>Waits for minutes where a run that is disturbed on purpose gives up after seconds.</summary>
    public bool IsPatient { get; init; }

    private TimeSpan Patience => IsPatient ? TimeSpan.FromMinutes(4) : TimeSpan.FromSeconds(1);

    private RdsDataTiming Timing
    {
        get
        {
            var quick = new RdsDataTiming
            {
                FirstPause = TimeSpan.FromMilliseconds(20),
                BreakPause = TimeSpan.FromMilliseconds(200),
                WatchPause = TimeSpan.FromMilliseconds(100),
                EndLimit = TimeSpan.FromSeconds(2),
            };
            return IsPatient ? quick with { EndLimit = Patience, ConnectLimit = Patience, CallLimit = Patience } : quick;
        }
    }

    /// <summary>The product's own drivers; only their limits and the pauses of the Data API between its tries are not a user's.</summary>
    public ISqlSessionFactory Open() => Target switch
    {
        SqlTarget.PostgreSql => DriverFactory.CreatePostgres(
            new PostgresConnectionOptions { ConnectionString = ConnectionString, ConnectTimeout = IsPatient ? Patience : null }),
        SqlTarget.RdsDataApi => new RdsDataSessionFactory(
            new RdsDataApiOptions
            {
                ResourceArn = ResourceArn!,
                SecretArn = SecretArn!,
                Database = Database,
                Region = Region,
                AccessKeyId = AccessKeyId,
                SecretAccessKey = SecretAccessKey,
                ServiceUrl = new Uri(Endpoint!),
                ResumeTimeout = Patience,
            },
            Timing),
        _ => DriverFactory.CreateAuroraDsql(new AuroraDsqlOptions
        {
            Endpoint = Endpoint!,
            Port = Port,
            Region = Region,
            AccessKeyId = AccessKeyId,
            SecretAccessKey = SecretAccessKey,
            RootCertificate = RootCertificate,
            ConnectTimeout = IsPatient ? Patience : TimeSpan.FromSeconds(15),
            ResumeTimeout = Patience,
        }),
    };
}
